export * from './intake';
export * from './store';
export * from './till';
