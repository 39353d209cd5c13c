/**
 * Every document we send to Shopify, each in one piece so that it can be validated against Shopify's own Admin schema
 * (documents.spec.ts does, for every supported version).
 */
export * from './catalogue';
export * from './fulfilment';
export * from './levels';
export * from './locations';
export * from './orders';
export * from './publications';
export * from './resolving';
export * from './webhooks';
