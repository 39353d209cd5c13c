export * from './backoff';
export * from './kicked-loop';
