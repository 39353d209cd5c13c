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
  tags: string[];
  options: ProductOption[];
  variantIds: string[];
  /** totalInventory as last shown, until `totalFreshAt`. */
  totalShown: number;
  totalFreshAt: number;
  createdAt: number;
  updatedAt: number;
}

export interface Address {
  first_name: string;
  last_name: string;
  address1: string;
  city: string;
  zip: string;
  province: string;
  province_code: string;
  country: string;
  country_code: string;
  phone: string | null;
}

export interface Customer {
  id: string;
  addressId: string;
  firstName: string;
  lastName: string;
  email: string;
  address: Address;
}

/** Units of a line at one location, and how far they have come. */
export interface Allocation {
  locationId: string;
  /** Promised here and not yet fulfilled, refunded or removed. */
  open: number;
  fulfilled: number;
}

export interface Line {
  id: string;
  variantId: string;
  productId: string;
  itemId: string;
  sku: string | null;
  title: string;
  variantTitle: string | null;
  price: string;
  requiresShipping: boolean;
  tracked: boolean;
  /** Units ordered, including those removed or refunded later. */
  quantity: number;
  /** Units ordered, excluding those removed or refunded. */
  current: number;
  fulfilled: number;
  allocations: Allocation[];
}

export interface RefundLine {
  id: string;
  lineId: string;
  quantity: number;
  restockType: 'no_restock' | 'cancel' | 'return';
  locationId: string | null;
}

export interface Refund {
  id: string;
  createdAt: number;
  note: string;
  lines: RefundLine[];
  amountCents: number;
}

export interface Fulfillment {
  id: string;
  locationId: string;
  createdAt: number;
  lines: { lineId: string; quantity: number }[];
}

export interface Order {
  id: string;
  number: number;
  name: string;
  token: string;
  cartToken: string | null;
  checkoutToken: string;
  confirmation: string;
  customer: Customer;
  paid: boolean;
  tags: string[];
  note: string | null;
  lines: Line[];
  refunds: Refund[];
  fulfillments: Fulfillment[];
  createdAt: number;
  updatedAt: number;
  cancelledAt: number | null;
  cancelReason: string | null;
  cancelStaffNote: string | null;
  /** An orderCancel was accepted and its job has not run yet. */
  cancelling: boolean;
  edited: boolean;
  /** False until the routing job has run: the fulfilment orders can't be seen before. */
  routed: boolean;
  eventId: string;
}

export interface Hold {
  id: string;
  reason: string;
  reasonNotes: string | null;
  handle: string | null;
  externalId: string | null;
}

export interface FulfillmentOrderLine {
  id: string;
  lineId: string;
  total: number;
  remaining: number;
}

export interface FulfillmentOrder {
  id: string;
  orderId: string;
  locationId: string;
  status: 'OPEN' | 'ON_HOLD' | 'CLOSED' | 'CANCELLED' | 'IN_PROGRESS';
  holds: Hold[];
  lines: FulfillmentOrderLine[];
  createdAt: number;
  updatedAt: number;
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
  };
}
