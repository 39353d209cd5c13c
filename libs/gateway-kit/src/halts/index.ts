export * from './access';
export * from './change-halts';
export * from './channel-halts';
export * from './channel-halts.memory';
export * from './channel-halts.typeorm';
export * from './halts';
export * from './migrations';
