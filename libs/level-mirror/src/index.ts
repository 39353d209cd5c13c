export * from './plan-push';
export * from './rebase';
export * from './residual';
export * from './store-mirror';
export * from './take-in-till';
export * from './till-mirror';
