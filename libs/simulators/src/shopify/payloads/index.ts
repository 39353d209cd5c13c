export * from './catalog';
export * from './fulfillment';
export * from './order';
