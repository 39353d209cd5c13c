export * from './database';
export * from './eventually';
export * from './own-broker';
export * from './vhost';
export * from './poll-only-till';
export * from './till-conformance';
export * from './till-rig';
