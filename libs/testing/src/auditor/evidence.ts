import type { Dealing } from './dealt';

/**
 * What the auditor may look at: the vendors' own states and logs, and what people did with their hands; nothing of ours.
 * These are the auditor's own types on purpose; an auditor that shared ours would share our mistakes. All instants are
 * milliseconds since the epoch, all quantities whole units.
 */
export interface TillLevel {
  sku: string;
  productId: string;
  outlet: string;
  level: number;
}

/** What was rung up, or recorded by a program; `total` is negative where goods were taken back. Tax is in it. */
export interface TillSale {
  state: string;
  source: { id: string | null };
  total: number;
}

export interface TillState {
  levels: TillLevel[];
  sales: TillSale[];
  products: { id: string; sku: string; name: string }[];
}

/** Who did it: a person at the till, or a program through its API. */
export type Hand = 'till' | 'api';

export type TillEntry = { seq: number; at: number } & (
  | { kind: 'till_sale' | 'till_return' | 'shrink'; sku: string; quantity: number; outlet: string }
  | { kind: 'delivery'; sku: string; quantity: number; outlet: string; by: Hand }
  | { kind: 'void'; sku: string; quantity: number; outlet: string; by: Hand; sourceId: string | null }
  | { kind: 'count'; sku: string; outlet: string; from: number; to: number; by: Hand }
  | { kind: 'transfer'; sku: string; quantity: number; from: string; to: string; by: Hand }
  | { kind: 'api_sale'; saleId: string; sku: string; quantity: number; outlet: string; sourceId: string }
  | { kind: 'product'; productId: string; sku: string; name: string }
  /** A correction by a difference; only the API makes these. */
  | { kind: 'adjustment'; sku: string; outlet: string; quantity: number }
  /** An absolute write: erases whatever happened since it was computed. */
  | { kind: 'level_set'; sku: string; outlet: string; from: number; to: number; by: Hand }
  | { kind: 'api_call' }
);

export interface StoreLevel {
  sku: string;
  variantId: string;
  locationId: string;
  /** An item that is not stocked at a location has a level there that nobody can buy from. */
  active: boolean;
  available: number;
}

/** The holds that say "there is no unit for you"; any other hold leaves the promise as it is. */
export const heldReason = 'INVENTORY_OUT_OF_STOCK';
export const backorderedReason = 'UNKNOWN_DELIVERY_DATE';

export interface FulfillmentOrder {
  id: string;
  status: string;
  locationId: string;
  holds: { reason: string }[];
}

export interface StoreOrder {
  id: string;
  name: string;
  cancelledAt: string | number | null;
  tags: string[];
  /** What the store has of it, tax included, once what it paid back is taken off; `19.90`. */
  kept: string;
  /** `quantity` as ordered, `current` after cancellations, refunds and edits. */
  lines: { lineId: string; sku: string; quantity: number; current: number; fulfilled: number }[];
  fulfillmentOrders: FulfillmentOrder[];
}

export interface StoreVariant {
  variantId: string;
  sku: string;
  /** DENY: the checkout refuses what is not there. */
  policy: string;
  tracked: boolean;
}

export interface StoreProduct {
  id: string;
  title: string;
  status: string;
  /** A buyer can come to it; what is not takes no money, whatever its level shows. */
  onSale: boolean;
  variants: StoreVariant[];
}

export interface StoreState {
  levels: StoreLevel[];
  orders: StoreOrder[];
  products: StoreProduct[];
}

export type StoreEntry = { seq: number; at: number } & (
  | { kind: 'order'; orderId: string; sku: string; locationId: string; quantity: number; availableAfter: number | null }
  | { kind: 'checkout_refused'; sku: string; available: number; wanted: number }
  | { kind: 'level_set'; sku: string; locationId: string; from: number; to: number; by: 'api' | 'admin' }
  | { kind: 'cancel'; orderId: string; restock: boolean; by: 'api' | 'people'; lines: ReturnedPart[] }
  | { kind: 'refund'; orderId: string; lines: ReturnedPart[] }
  | { kind: 'fulfil'; orderId: string; sku: string; quantity: number; locationId: string }
  | { kind: 'hold'; orderId: string; reason: string }
  | { kind: 'release'; orderId: string }
  | { kind: 'cart'; token: string; lines: { sku: string; quantity: number }[] }
  | { kind: 'product_created' | 'product_updated'; productId: string; title: string; skus: string[] }
  | { kind: 'product_deleted' | 'published' | 'unpublished'; productId: string }
  | { kind: 'move' | 'progress' | 'tag' | 'paid' | 'edit' | 'subscription_dropped' | 'api_call' }
);

/** `cancel` puts units back that never left, `return` units that had; `no_restock` lets go of them without either. */
export interface ReturnedPart {
  sku: string;
  quantity: number;
  restockType: string;
  locationId: string | null;
}

export interface StoreEvidence {
  channel: string;
  /** Which outlet's shelf each of the store's locations ships from. */
  outletOf: Record<string, string>;
  /** How often people tried to check out, as they counted. */
  attempts: number;
  opening: StoreState;
  state: StoreState;
  log: StoreEntry[];
}

export interface Evidence {
  till: { opening: TillState; state: TillState; log: TillEntry[] };
  stores: StoreEvidence[];
  /** What lies on the shelf by the account of those who moved it, under the label each thing had first. */
  shelf: Record<string, number>;
  /** For how long a cart keeps its units from the other stores, as the shop's rules say. */
  cartHoldMs: number;
  /** When the shop's rules deal units out to one store each, instead of showing them in all. */
  dealing: Dealing;
  /** When the openings were taken down, and when the rest was, after everything had been quiet. */
  openedAt: number;
  collectedAt: number;
}

type Accepted = Extract<StoreEntry, { kind: 'order' }>;

/** What a store noted as it accepted an order; undefined for one from before anybody looked. */
export function acceptanceOf({ log }: Pick<StoreEvidence, 'log'>, orderId: string): Accepted | undefined {
  return log.find((entry): entry is Accepted & typeof entry => entry.kind === 'order' && entry.orderId === orderId);
}

/** Nobody of the vendors' writes a kind of entry that the auditor may overlook. */
export function unknownKind(vendor: string, entry: never): never {
  throw new Error(
    `the log of ${vendor} holds a kind of entry that nobody taught the auditor: ${JSON.stringify(entry)}`,
  );
}
