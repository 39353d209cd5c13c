import type { CartObserved, CatalogItemListed, OrderObserved, OrderShort } from '@tillbridge/contracts';

/** One level of one store: a listing at one of the store's own locations. */
export interface LevelKey {
  /** The vendor's id of the thing for sale, as it travels in facts. */
  readonly externalId: string;
  readonly storeLocation: string;
}

/** A place of the store's own, or one that somebody else ships its orders from. */
export interface StorePlace {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
}

/** How a store describes a thing for sale. `levelRef` and `groupRef` mean something to its adapter only. */
export interface Described {
  readonly externalId: string;
  /** What the vendor's level calls name this listing by. */
  readonly levelRef: string;
  /** The listing this one is a variation of; null where the vendor has no such thing. */
  readonly groupRef: string | null;
  readonly sku: string | null;
  readonly barcode: string | null;
  readonly title: string;
  readonly price: string | null;
  /** null when the vendor's message does not say whether it keeps stock for it. */
  readonly tracked: boolean | null;
  /** null when the vendor's message does not say, nor then what its standing is. */
  readonly removed: boolean | null;
  /** As {@link CatalogItemListed} says it. What is withdrawn has its levels still: they can be read and pushed. */
  readonly standing: CatalogItemListed['standing'] | null;
  /** By the vendor's own clock, when it last changed; good to the second. */
  readonly observedAt: Date;
}

/**
 * What one vendor message or answer tells us, in our words. Applied in one unit of work by `recordFindings`, whether it
 * came by webhook, by poll or by catalogue: the same finding again changes nothing more.
 */
export type StoreFinding =
  /** A line that does not say from where it is served leaves that open: see `placeOrders`. */
  | { readonly kind: 'order'; readonly order: OrderObserved }
  | { readonly kind: 'cart'; readonly cart: CartObserved }
  /** Carried by a message, which may be old. */
  | { readonly kind: 'listings'; readonly listings: readonly Described[] }
  /** As a message has it, the group's listings are these. One that it leaves out is not taken for gone: the group is read. */
  | { readonly kind: 'group'; readonly groupRef: string; readonly externalIds: readonly string[] }
  /** Never changes state: it only says where to look. */
  | {
      readonly kind: 'level-hint';
      readonly levelRef: string;
      readonly storeLocation: string;
      readonly available: number | null;
    }
  | { readonly kind: 'read-order'; readonly order: string }
  /** For good: no id is used twice. */
  | { readonly kind: 'order-deleted'; readonly order: string }
  | { readonly kind: 'read-group'; readonly groupRef: string }
  /** The store has decided where orders are served from: whatever waited for that may look again. */
  | { readonly kind: 'routing-done' }
  /** The store has a location more than before: orders may be served from there now. */
  | { readonly kind: 'locations-changed' }
  /** The store cut us off; nothing more can be sent until an operator connects it again. */
  | Disconnected;

export interface Disconnected {
  readonly kind: 'disconnected';
  readonly reason: string;
  /** When, by the store's clock; null where it does not say. */
  readonly at: Date | null;
}

/** A vendor delivery as it came in. Header names are lower case. */
export interface RawWebhook {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

export type Verdict =
  | { readonly genuine: true; readonly deliveryId: string; readonly topic: string; readonly headers: DeliveryHeaders }
  | { readonly genuine: false; readonly reason: string };

/** The headers that are kept beside the sealed body. Never anything about a person. */
export type DeliveryHeaders = Readonly<Record<string, string>>;

export interface Delivery {
  readonly topic: string;
  readonly headers: DeliveryHeaders;
  readonly body: Buffer;
}

/**
 * `to` below `from`: the level is lowered by the difference, whatever it shows by then, below nothing if need be. `to` above
 * `from`: it becomes `to`, but only if it still shows `from`. See docs/adr/0014.
 */
export interface PushRow extends LevelKey {
  readonly levelRef: string;
  readonly from: number;
  readonly to: number;
}

export function isLowering({ from, to }: { readonly from: number; readonly to: number }): boolean {
  return to < from;
}

/** One call: all its rows lower, or all raise. Sent again it carries the same key and the very same rows, in order. */
export interface PushCall {
  readonly key: string;
  readonly rows: readonly PushRow[];
}

/**
 * What became of a call. Only `unknown` and `wait` leave it open: the same key is sent again later. `settled` says for
 * each row, in order, what happened; a row that was not applied had no effect at all.
 */
export type PushAnswer =
  | { readonly kind: 'settled'; readonly rows: readonly PushRowOutcome[] }
  /** The store did not say; it may or may not have taken effect. */
  | { readonly kind: 'unknown'; readonly retryAfterMs: number | null; readonly reason: string };

export type PushRowOutcome =
  | { readonly outcome: 'applied' }
  /**
   * No effect, and to be decided again after a read: a level to be raised was not what we thought or showed the target
   * already, a neighbour was refused, or the store asks to try again.
   */
  | { readonly outcome: 'stale' }
  /** The store refuses this row for good; a person or a newer fact is needed. */
  | { readonly outcome: 'refused'; readonly reason: string };

export interface LevelReading extends LevelKey {
  /** null when the store keeps no stock for the listing at that location. */
  readonly available: number | null;
  readonly committed: number | null;
  readonly onHand: number | null;
}

export interface OrderRef {
  readonly order: string;
  readonly updatedAt: Date;
}

export interface ItemToList {
  readonly itemId: string;
  readonly sku: string | null;
  readonly barcode: string | null;
  readonly title: string;
  readonly price: string | null;
  readonly tracked: boolean;
}

/** How often the store was asked for the same before. What it did not answer may have taken effect all the same. */
export interface TimesAsked {
  readonly answered: number;
  readonly unanswered: number;
}

export interface Resolved {
  readonly outcome: 'held' | 'moved' | 'backordered' | 'cancelled' | 'failed';
  readonly detail: string | null;
}

export interface SubscriptionSummary {
  readonly existing: number;
  readonly created: number;
}

/**
 * One store of one vendor. Everything vendor-specific is behind this port: a third kind of store implements it and
 * passes `storeConformance`; nothing else changes. Methods that talk to the store throw RetryableError for weather and
 * PermanentError for what will never work; they may be called again with the same arguments without a second effect.
 */
export interface StoreAdapter {
  readonly channel: string;
  /** For how long the store shows orders for certain, ms: that it knows none placed earlier says nothing. Absent: for ever. */
  readonly ordersShownForMs?: number;
  /** Is this delivery from the store it claims to be from? Timing safe. */
  verify(webhook: RawWebhook): Verdict;
  /** Pure. @throws PermanentError with a reason that holds nothing of the body. */
  translate(delivery: Delivery): StoreFinding[];
  push(call: PushCall): Promise<PushAnswer>;
  /** `routine`: nothing waits for it, so it leaves the vendor's limits to what does. */
  readLevels(rows: readonly (LevelKey & { levelRef: string })[], why?: 'needed' | 'routine'): Promise<LevelReading[]>;
  /** Makes the store keep stock for this at its location. Sent again it carries the same key; a new wish has a new one. */
  stockAt(row: LevelKey & { levelRef: string }, key: string): Promise<void>;
  /** All orders changed since, cancelled and refunded ones included; complete or it throws. */
  pollOrdersSince(since: Date): Promise<OrderRef[]>;
  openOrders(): Promise<OrderRef[]>;
  /** Every location that orders may be served from, deactivated ones included. */
  listLocations(): Promise<StorePlace[]>;
  /**
   * null when the store knows no such order. `complete`: every stocked line has a location. `soleLocation`: what every
   * order is served from, in a store that has no other; null where the store has to be asked.
   */
  readOrder(order: string, soleLocation: string | null): Promise<{ order: OrderObserved; complete: boolean } | null>;
  /** All listings of one group as they are now: what is not among them is gone. */
  readGroup(groupRef: string): Promise<Described[]>;
  /**
   * null while it is not so yet: the store has to decide how to serve the order, or is still carrying out what it agreed
   * to. Ask again. `before`: how often it was asked. What cannot be moved is held, and `detail` says why.
   */
  resolveOrder(short: OrderShort, before: TimesAsked): Promise<Resolved | null>;
  /** Finds the item by SKU, withdrawn or not, else creates it, stocked with nothing at the mapped locations. */
  upsertItem(item: ItemToList): Promise<Described>;
  /**
   * Makes buyable what `upsertItem` created for this item, if one of these listings is that; others are left alone. Called
   * again after a crash, it finishes what had been begun.
   */
  finishListing(itemId: string, externalIds: readonly string[]): Promise<void>;
  /** Ensures the webhook subscriptions; creates what is missing. */
  subscribe(address: string): Promise<SubscriptionSummary>;
  listCatalogue(after: string | null): Promise<{ listings: Described[]; next: string | null }>;
}
