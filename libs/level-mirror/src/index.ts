export * from './residual';
export * from './store-mirror';
export * from './till-mirror';
