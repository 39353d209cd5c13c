export * from './intake-worker';
export * from './migrations';
export * from './purge-intake';
export * from './raw-intake';
export * from './raw-intake.memory';
export * from './raw-intake.typeorm';
