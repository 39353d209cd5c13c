import { storeConformance } from '@tillbridge/testing';
import { ShopifyWorld } from './spec-kit/shopify-world';

storeConformance('Shopify', () => ShopifyWorld.open());
