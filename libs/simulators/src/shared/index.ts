export * from './delivery-queue';
export * from './faults';
export * from './latency';
export * from './log';
export * from './options';
export * from './rng';
export * from './routes';
export * from './serve';
