import type { FulfillmentOrder, Order } from './order-state';

export * from './order-state';

/** What a shop holds. Plain data, owned by one twin instance; ids are decimal strings, times are ms since the epoch. */

export const STORED_QUANTITIES = [
  'available',
  'committed',
  'reserved',
  'damaged',
  'safety_stock',
  'quality_control',
  'incoming',
] as const;
export type StoredQuantity = (typeof STORED_QUANTITIES)[number];

export interface Level {
  id: string;
  itemId: string;
  locationId: string;
  active: boolean;
  quantities: Record<StoredQuantity, number>;
  createdAt: number;
  updatedAt: number;
  availableUpdatedAt: number | null;
}

export interface Location {
  id: string;
  name: string;
  active: boolean;
  /** It belongs to a fulfilment service's app: shown only to those who ask for legacy locations too. */
  service: boolean;
  createdAt: number;
  updatedAt: number;
}

export interface InventoryItem {
  id: string;
  variantId: string;
  sku: string | null;
  tracked: boolean;
  requiresShipping: boolean;
  cost: string | null;
  createdAt: number;
  updatedAt: number;
}

export interface SelectedOption {
  name: string;
  value: string;
}

export interface Variant {
  id: string;
  productId: string;
  itemId: string;
  title: string;
  barcode: string | null;
  price: string;
  compareAtPrice: string | null;
  policy: 'DENY' | 'CONTINUE';
  taxable: boolean;
  position: number;
  options: SelectedOption[];
  createdAt: number;
  updatedAt: number;
}

export interface ProductOption {
  id: string;
  name: string;
  values: { id: string; name: string }[];
}

export interface Product {
  id: string;
  title: string;
  handle: string;
  descriptionHtml: string;
  vendor: string;
  productType: string;
  status: 'ACTIVE' | 'ARCHIVED' | 'DRAFT' | 'UNLISTED';
  isGiftCard: boolean;
  tags: string[];
  options: ProductOption[];
  variantIds: string[];
  /** Publications it was published to: none for what an app creates. */
  publishedOn: Set<string>;
  /** Since when the online store shows it. */
  publishedAt: number | null;
  /** totalInventory as last shown, until `totalFreshAt`. */
  totalShown: number;
  totalFreshAt: number;
  createdAt: number;
  updatedAt: number;
}

/** Where products can be published to: one sales channel each. */
export interface Publication {
  id: string;
  name: string;
  /** Of its app and of its channel alike. */
  handle: string;
  appId: string;
}

export interface CartLine {
  variantId: string;
  quantity: number;
}

export interface Cart {
  token: string;
  lines: CartLine[];
  createdAt: number;
  updatedAt: number;
}

export interface Subscription {
  id: string;
  /** As in the API: ORDERS_CREATE. */
  topic: string;
  uri: string;
  filter: string | null;
  includeFields: string[];
  name: string | null;
  createdAt: number;
  updatedAt: number;
}

export interface Identity {
  id: string;
  domain: string;
  name: string;
  clientId: string;
  clientSecret: string;
  createdAt: number;
}

export interface State {
  identity: Identity;
  /** Access token -> when it stops working (ms), null for a permanent one. */
  tokens: Map<string, number | null>;
  locations: Map<string, Location>;
  publications: Map<string, Publication>;
  products: Map<string, Product>;
  variants: Map<string, Variant>;
  items: Map<string, InventoryItem>;
  /** Keyed by levelKey. */
  levels: Map<string, Level>;
  orders: Map<string, Order>;
  fulfillmentOrders: Map<string, FulfillmentOrder>;
  carts: Map<string, Cart>;
  subscriptions: Map<string, Subscription>;
  jobs: Map<string, { id: string; done: boolean }>;
  nextOrderNumber: number;
  currency: string;
  /** 0.2 is 20 %; one rate for everything but gift cards. */
  taxRate: number;
  /** Whether prices contain it. */
  taxesIncluded: boolean;
}

export const levelKey = (itemId: string, locationId: string): string => `${itemId}@${locationId}`;

export function emptyState(): State {
  return {
    identity: {
      id: '93221683506',
      domain: 'twin.myshopify.com',
      name: 'twin',
      clientId: '',
      clientSecret: '',
      createdAt: Date.now(),
    },
    tokens: new Map(),
    locations: new Map(),
    publications: new Map(),
    products: new Map(),
    variants: new Map(),
    items: new Map(),
    levels: new Map(),
    orders: new Map(),
    fulfillmentOrders: new Map(),
    carts: new Map(),
    subscriptions: new Map(),
    jobs: new Map(),
    nextOrderNumber: 1001,
    currency: 'USD',
    taxRate: 0,
    taxesIncluded: false,
  };
}
