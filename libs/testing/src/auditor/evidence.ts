/**
 * What the auditor may look at: the vendors' own states and logs, nothing of ours. These are the auditor's own types on
 * purpose; an auditor that shared ours would share our mistakes. All instants are milliseconds since the epoch, all
 * quantities whole units.
 */
export interface TillLevel {
  sku: string;
  productId: string;
  outlet: string;
  level: number;
}

export interface TillState {
  levels: TillLevel[];
  products: { id: string; sku: string; name: string }[];
}

export type TillEntry = { seq: number; at: number } & (
  | { kind: 'till_sale' | 'till_return' | 'delivery' | 'shrink'; sku: string; quantity: number; outlet: string }
  | { kind: 'void'; sku: string; quantity: number; outlet: string; by: 'till' | 'api'; sourceId: string | null }
  | { kind: 'count'; sku: string; outlet: string; from: number; to: number }
  | { kind: 'transfer'; sku: string; quantity: number; from: string; to: string }
  | { kind: 'api_sale'; saleId: string; sku: string; quantity: number; outlet: string; sourceId: string }
  | { kind: 'product'; productId: string; sku: string; name: string }
  /** An absolute write: erases whatever happened since it was computed. */
  | { kind: 'level_set'; sku: string; outlet: string; from: number; to: number; by: 'till' | 'api' }
  | { kind: 'api_call' }
);

export interface StoreLevel {
  sku: string;
  variantId: string;
  locationId: string;
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
  /** `quantity` as ordered, `current` after cancellations, refunds and edits. */
  lines: { lineId: string; sku: string; quantity: number; current: number; fulfilled: number }[];
  fulfillmentOrders: FulfillmentOrder[];
}

export interface StoreState {
  levels: StoreLevel[];
  orders: StoreOrder[];
  /** `onSale`: a buyer can come to it; what is not takes no money, whatever its level shows. */
  products: { id: string; title: string; status: string; onSale: boolean; variants: { sku: string }[] }[];
}

export type StoreEntry = { seq: number; at: number } & (
  | { kind: 'order'; orderId: string; sku: string; locationId: string; quantity: number; availableAfter: number | null }
  | { kind: 'checkout_refused'; sku: string; available: number; wanted: number }
  | { kind: 'level_set'; sku: string; locationId: string; from: number; to: number; by: 'api' | 'admin' }
  | { kind: 'cancel'; orderId: string; restock: boolean; lines: ReturnedPart[] }
  | { kind: 'refund'; orderId: string; lines: ReturnedPart[] }
  | { kind: 'fulfil'; orderId: string; sku: string; quantity: number; locationId: string }
  | { kind: 'hold'; orderId: string; reason: string }
  | { kind: 'release'; orderId: string }
  | { kind: 'product_created'; sku: string; title: string }
  | { kind: 'product_updated'; sku: string; title: string }
  | { kind: 'cart'; lines: { sku: string; quantity: number }[] }
  | { kind: 'move' | 'tag' | 'paid' | 'edit' | 'api_call' }
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
  opening: StoreState;
  state: StoreState;
  log: StoreEntry[];
}

export interface Evidence {
  till: { opening: TillState; state: TillState; log: TillEntry[] };
  stores: StoreEvidence[];
  /** When the evidence was collected, after everything had been quiet. */
  collectedAt: number;
}

/** Something that should not be. `units` weighs it; the sums by kind make the verdict. */
export interface Finding {
  kind:
    | 'oversold'
    | 'drift'
    | 'lostFact'
    | 'duplicateEffect'
    | 'unsoldWhileRefused'
    | 'needlessHold'
    | 'absoluteWrite'
    | 'late'
    | 'stepMissed';
  units: number;
  text: string;
}
