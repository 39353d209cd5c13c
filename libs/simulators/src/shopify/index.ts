export { API_VERSIONS, validateDocument, type ApiVersion } from './graphql/schema';
export { instantShopify, type ShopifyTwinOptions } from './options';
export { startShopifyTwin } from './twin';
