export * from './intake';
export * from './pace';
export * from './store';
export * from './till';
