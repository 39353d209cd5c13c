export * from './http';
export * from './people';
export * from './script';
export * from './shelf';
export * from './townsfolk';
export * from './trade';
export * from './twins';
