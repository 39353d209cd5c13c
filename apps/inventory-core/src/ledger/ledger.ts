import type { CatalogItemListed } from '@tillbridge/contracts';
import type { Tx } from '@tillbridge/persistence';
import type {
  Contest,
  ContestLoss,
  ContestOutcome,
  EditStep,
  ItemState,
  Linked,
  Movement,
  OrderKey,
} from '@tillbridge/stock-domain';
import type { OrderState } from './order-state';
import type { Reservation } from './reservation';

export type { OrderKey };
export type { OrderLineState, OrderState } from './order-state';

/** How a channel describes something it sells, and the item it is linked to (null: not linked yet). */
export interface Listing {
  readonly channel: string;
  readonly externalId: string;
  readonly itemId: string | null;
  readonly sku: string | null;
  readonly barcode: string | null;
  readonly title: string;
  readonly price: string | null;
  readonly tracked: boolean;
  readonly removed: boolean;
  readonly standing: CatalogItemListed['standing'];
  /** ISO time of the observation; an older one never overwrites. */
  readonly observedAt: string;
  /** Of two observations of one moment the higher is the newer. */
  readonly seq: number;
  /** What made the link, or ended it: `till`, `created`, `sku`, `barcode` or `person`. */
  readonly linkedBy: string | null;
  /** How often a person has decided on its link; the newest of their decisions stands. */
  readonly linkSeq: number;
}

export type ListingKey = Pick<Listing, 'channel' | 'externalId'>;

/** A person linked a listing to an item, or (null) took its link away. */
export interface LinkChange {
  readonly id: string;
  readonly at: Date;
  readonly channel: string;
  readonly externalId: string;
  readonly from: string | null;
  readonly to: string | null;
  /** The role that their token has. */
  readonly by: 'operator';
}

/** Units of a listing ever ordered and ever put back at one store location. */
export interface CountedAt {
  readonly storeLocation: string;
  readonly ordered: number;
  readonly restocked: number;
}

/** What is known of one till sale or return line; absolute, the newest version wins. */
export interface RecordState {
  readonly till: string;
  readonly recordId: string;
  readonly itemId: string;
  readonly location: string;
  readonly effect: number;
  readonly version: bigint | null;
}

export interface LedgerEntry extends Movement {
  readonly itemId: string;
  readonly causeId: string;
  readonly at: Date;
}

/** What became of units that a store level is missing, with its cause. */
export interface EditEntry extends EditStep {
  readonly itemId: string;
  readonly causeId: string;
  readonly at: Date;
}

/** One contest as it was decided. Kept as it stood, so that it can be decided again and gives the same losses. */
export interface Decision {
  readonly itemId: string;
  /** The item as this decision left it. */
  readonly itemVersion: number;
  readonly policyVersion: number;
  readonly causeId: string;
  readonly at: Date;
  readonly contest: Contest;
  /** What arbitration asked for. */
  readonly losses: readonly ContestLoss[];
  /** What came of it; null where that was not kept yet. */
  readonly outcomes: readonly ContestOutcome[] | null;
  /** Served whole or not at all, this order was refused, and the contest decided again without it; null where it stands. */
  readonly refused: OrderKey | null;
}

/** Channels whose listing of an item has a level that we can keep: what is gone or not tracked shows nothing of ours. */
export function keptBy(links: readonly Listing[]): Linked {
  return new Map(
    links.flatMap(({ channel, tracked, standing }) => (tracked && standing !== 'gone' ? [[channel, standing]] : [])),
  );
}

/** Everything a batch of facts may touch. */
export interface References {
  readonly items: readonly string[];
  readonly externals: readonly { channel: string; externalId: string }[];
  readonly orders: readonly { channel: string; order: string }[];
  readonly posts: readonly string[];
  /** Posts that the till shows as voided, whose orders are in question, also those that have long been shipped. */
  readonly voided: readonly string[];
  readonly records: readonly { till: string; recordId: string }[];
  readonly carts: readonly { channel: string; cart: string }[];
  readonly reservations: readonly string[];
  /** Normalized SKUs and barcodes to find listings by. */
  readonly labels: readonly string[];
  /** Labels, too, but a link may follow from them: nobody else links by them meanwhile. */
  readonly proposals: readonly string[];
}

export const noReferences: References = {
  items: [],
  externals: [],
  orders: [],
  posts: [],
  voided: [],
  records: [],
  carts: [],
  reservations: [],
  labels: [],
  proposals: [],
};

/** What was loaded, keyed by {@link keyOf}. */
export interface Loaded {
  readonly items: Map<string, ItemState>;
  readonly listings: Map<string, Listing>;
  readonly orders: Map<string, OrderState>;
  readonly records: Map<string, RecordState>;
  /** By id; those that were named, and those of the carts of the orders that were. */
  readonly reservations: Map<string, Reservation>;
}

/** A row to write. A new one must not exist yet: another writer that was faster makes the batch stale. */
export interface Written<Row> {
  readonly row: Row;
  readonly isNew: boolean;
}

export interface ChangedItem {
  /** null for an item registered by this batch. */
  readonly before: ItemState | null;
  readonly after: ItemState;
  /** When time alone will change what may be sold of it (milliseconds since 1970); null for never. */
  readonly revisitAt: number | null;
}

/** What a batch decided. Items, orders and reservations carry the version they were read at; it is checked when they are written. */
export interface Changes {
  readonly items: readonly ChangedItem[];
  /** Items that nothing changed, and that something was refused for: they are as they were read, or the batch is stale. */
  readonly restsOn: readonly ItemState[];
  readonly listings: readonly Written<Listing>[];
  readonly orders: readonly Written<OrderState>[];
  readonly records: readonly RecordState[];
  readonly reservations: readonly Written<Reservation>[];
  readonly movements: readonly LedgerEntry[];
  readonly editSteps: readonly EditEntry[];
  readonly decisions: readonly Decision[];
  readonly linkChanges: readonly LinkChange[];
  /** Of the shop that it was decided for. */
  readonly edition: number;
}

export interface DueAt {
  readonly now: Date;
  readonly edition: number;
  readonly except: readonly string[];
}

/** How many at most because their time has come, and how many because of the edition. */
export interface DueLimits {
  readonly timed: number;
  readonly outdated: number;
}

/**
 * The authoritative stock. Load, decide purely, append, save; a save on a stale version throws StaleVersion and nothing is
 * written.
 */
export interface Ledger {
  load(tx: Tx, references: References): Promise<Loaded>;
  /** Writes the rows that are this batch's alone, movements, steps of edits and what somebody reserved: no other batch waits for them. */
  append(tx: Tx, changes: Changes): Promise<void>;
  /** Writes what others may be writing, too. From here to the commit a batch on the same item waits. */
  save(tx: Tx, changes: Changes): Promise<void>;
  /** Items whose `revisitAt` has come, the longest due first, then those decided under an older edition; none of `except`. */
  due(tx: Tx, at: DueAt, limits: DueLimits): Promise<readonly string[]>;
  /** The contests that an order took part in, oldest first. */
  decisionsOn(tx: Tx, order: OrderKey): Promise<readonly Decision[]>;
  /** What a store lists and no item is linked to, from after `after` on, by channel and id; what is gone is left out. */
  openListings(tx: Tx, till: string, after: ListingKey | null, limit: number): Promise<readonly Listing[]>;
  /** What all orders together have counted of a listing, by store location. */
  countedOf(tx: Tx, listing: ListingKey): Promise<readonly CountedAt[]>;
  /** Newest first. */
  linkChanges(tx: Tx, limit: number): Promise<readonly LinkChange[]>;
  /** Items of which a person has to say what this count made of them. */
  askedAbout(tx: Tx, location: string, countId: string): Promise<readonly string[]>;
  /** Drops reservations that ran out before `before` and hold or promise nothing, `limit` at most; says how many. */
  forget(tx: Tx, before: Date, limit: number): Promise<number>;
}

/** The carts whose holds a batch may change: those it is about, and those that its orders came from. */
export function cartsOf(references: References, orders: readonly OrderState[]): References['carts'] {
  return [...references.carts, ...orders.flatMap(({ channel, cart }) => (cart === null ? [] : [{ channel, cart }]))];
}

export const keyOf = (...parts: readonly string[]): string => parts.join('\u0000');

/** SKUs and barcodes only propose a link, so padding and case do not matter. */
export function labelOf(text: string | null): string | null {
  const label = text?.trim().toLowerCase() ?? '';
  return label === '' ? null : label;
}

/** What orders may be waiting for: listings without an item, and external ids that nothing has listed yet. */
export function unlinkedOf(
  references: References,
  listings: readonly Listing[],
): readonly { channel: string; externalId: string }[] {
  return withoutItem([...references.externals, ...listings], listings);
}

/** Those that none of these listings links to an item. */
export function withoutItem<Named extends { channel: string; externalId: string }>(
  named: readonly Named[],
  listings: readonly Listing[],
): readonly Named[] {
  const linked = new Set(
    listings.filter(({ itemId }) => itemId !== null).map((row) => keyOf(row.channel, row.externalId)),
  );
  return named.filter((row) => !linked.has(keyOf(row.channel, row.externalId)));
}
