export * from './halts';
export * from './intake';
export * from './store';
export * from './till';
