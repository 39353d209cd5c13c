export * from './database';
export * from './eventually';
export * from './own-broker';
export * from './vhost';
