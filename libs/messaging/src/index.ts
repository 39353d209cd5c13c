export { Unroutable } from './confirmed-sends';
export * from './fact-batch';
export * from './fact-publisher';
export * from './fact-server';
export * from './outbox-relay';
export * from './parked-queue';
export * from './topology';
