export * from './lightspeed/x-series';
export * from './shopify';
