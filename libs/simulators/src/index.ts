export * from './lightspeed/x-series';
