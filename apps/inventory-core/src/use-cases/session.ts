import type { Cause, EventDefinition, OrderResolved, PayloadOf } from '@tillbridge/contracts';
import type { OutgoingFact } from '@tillbridge/persistence';
import {
  arbitrate,
  editStepsBetween,
  emptyItem,
  movementsBetween,
  postsOf,
  revisitAt,
  takingPart,
  type ItemContest,
  type ItemState,
  type Linked,
  type MovementKind,
  type ShopLayout,
} from '@tillbridge/stock-domain';
import {
  keyOf,
  keptBy,
  type Changes,
  type Decision,
  type EditEntry,
  type LedgerEntry,
  type LinkChange,
  type Listing,
  type Loaded,
  type OrderState,
  type RecordState,
} from '../ledger/ledger';
import type { Reservation } from '../ledger/reservation';
import type { Shop } from '../shop/shop';
import { byItem, entriesOf } from './session-rows';

/** What nobody but a person can say of a count of this item. */
export interface CountQuestion {
  readonly itemId: string;
  readonly location: string;
  readonly countId: string;
  readonly question: string;
}

/** What was recorded at the till for a web order, and is voided there. */
export interface VoidedPost {
  readonly postId: string;
  readonly kind: 'sale' | 'reverse';
  readonly location: string;
  readonly channel: string;
  readonly order: string;
  readonly orderName: string;
}

/**
 * One batch being decided: what was loaded, what changed so far, and the facts that follow. Every change of an item goes
 * through {@link Session.change}, so that no level moves without a movement that names its cause.
 */
export class Session {
  private readonly touchedItems = new Map<string, Cause>();
  private readonly changedOrders = new Map<string, Cause>();
  private readonly refusing = new Set<string>();
  private readonly before: ReadonlyMap<string, ItemState>;
  private readonly knownListings: ReadonlySet<string>;
  private readonly knownOrders: ReadonlySet<string>;
  private readonly knownReservations: ReadonlySet<string>;
  private readonly reservations = new Map<string, Reservation>();
  private readonly listings = new Map<string, Listing>();
  private readonly records = new Map<string, RecordState>();
  private links: ReadonlyMap<string, readonly Listing[]> | null = null;
  private readonly movements: LedgerEntry[] = [];
  private readonly editSteps: EditEntry[] = [];
  private readonly describedItems = new Map<string, Cause>();
  private readonly decisions: Decision[] = [];
  private readonly linkChanges: LinkChange[] = [];
  readonly facts: OutgoingFact[] = [];
  /** What only people can say of completed counts. */
  readonly questions: CountQuestion[] = [];
  /** What people voided at the till that was recorded for web orders. */
  readonly voids: VoidedPost[] = [];
  /** Orders that their stores deleted while somebody was waiting for them. */
  readonly deletedOrders: OrderState[] = [];
  /** What stores did about short orders; people hear of it with the alert. */
  readonly resolutions: OrderResolved[] = [];

  constructor(
    private readonly loaded: Loaded,
    readonly shop: Shop,
    readonly now: Date,
    readonly newId: () => string,
  ) {
    this.before = new Map(loaded.items);
    this.knownListings = new Set(loaded.listings.keys());
    this.knownOrders = new Set(loaded.orders.keys());
    this.knownReservations = new Set(loaded.reservations.keys());
  }

  get layout(): ShopLayout {
    return this.shop.layout;
  }

  get till(): string {
    return this.shop.till;
  }

  knows(itemId: string): boolean {
    return this.loaded.items.has(itemId);
  }

  loadedItems(): readonly ItemState[] {
    return [...this.loaded.items.values()];
  }

  item(itemId: string): ItemState {
    const item = this.loaded.items.get(itemId);
    if (item === undefined) throw new Error(`item ${itemId} was not loaded for this batch`);
    return item;
  }

  change(itemId: string, kind: MovementKind, cause: Cause, step: (item: ItemState) => ItemState): void {
    const before = this.item(itemId);
    const after = step(before);
    if (after === before) return;
    this.loaded.items.set(itemId, after);
    this.touch(itemId, cause);
    const entry = { itemId, causeId: cause.causationId ?? cause.correlationId, at: this.now };
    for (const movement of movementsBetween(before, after, kind)) this.movements.push({ ...movement, ...entry });
    for (const step of editStepsBetween(before, after)) this.editSteps.push({ ...step, ...entry });
  }

  /** Keeps what a decision on scarce units rested on, and what came of it. */
  keep({ itemId, contest, outcomes, refused }: ItemContest, cause: Cause): void {
    this.decisions.push({
      itemId,
      itemVersion: this.item(itemId).version + 1,
      policyVersion: this.layout.policy.version,
      causeId: cause.causationId ?? cause.correlationId,
      at: this.now,
      contest,
      losses: arbitrate(contest),
      outcomes,
      refused,
    });
  }

  /** Keeps that a person decided on a link. */
  keepLinkChange(change: LinkChange): void {
    this.linkChanges.push(change);
  }

  /** A store has deleted it while somebody was waiting for it. */
  loseOrder(order: OrderState): void {
    this.deletedOrders.push(order);
  }

  ask(question: CountQuestion): void {
    this.questions.push(question);
  }

  /** Something was refused because the item has no more units: whoever changes it meanwhile makes the batch stale. */
  restOn(itemId: string): void {
    this.refusing.add(itemId);
  }

  /** Makes sure that an item is judged at the end of the batch although no fact changed it. */
  touch(itemId: string, cause: Cause): void {
    if (!this.touchedItems.has(itemId)) this.touchedItems.set(itemId, cause);
  }

  /** Items changed so far, each with the first cause that touched it. */
  touched(): ReadonlyMap<string, Cause> {
    return this.touchedItems;
  }

  /** Makes sure that a change of description alone, too, is written and told. */
  describe(itemId: string, cause: Cause): void {
    this.describedItems.set(itemId, cause);
    this.touch(itemId, cause);
  }

  described(): ReadonlyMap<string, Cause> {
    return this.describedItems;
  }

  registerItem(): string {
    const itemId = this.newId();
    this.loaded.items.set(itemId, emptyItem(itemId));
    return itemId;
  }

  itemsWithPost(postId: string): readonly string[] {
    return [...this.loaded.items.values()]
      .filter((item) => postsOf(item).some((post) => post.postId === postId))
      .map((item) => item.itemId);
  }

  listing(channel: string, externalId: string): Listing | undefined {
    return this.loaded.listings.get(keyOf(channel, externalId));
  }

  allListings(): readonly Listing[] {
    return [...this.loaded.listings.values()];
  }

  putListing(listing: Listing): void {
    const key = keyOf(listing.channel, listing.externalId);
    this.loaded.listings.set(key, listing);
    this.listings.set(key, listing);
    this.links = null;
  }

  linkedItem(channel: string, externalId: string): string | null {
    return this.listing(channel, externalId)?.itemId ?? null;
  }

  linksOf(itemId: string): readonly Listing[] {
    // Asked for each item of a batch: looking through all listings each time would cost their product.
    this.links ??= byItem(this.loaded.listings.values());
    return this.links.get(itemId) ?? [];
  }

  /** Channels that sell the item, or may ask for it. */
  takingPart(itemId: string): Linked {
    return takingPart(keptBy(this.linksOf(itemId)), this.layout);
  }

  tillListingOf(itemId: string): Listing | undefined {
    return this.linksOf(itemId).find((listing) => listing.channel === this.till);
  }

  order(channel: string, order: string): OrderState | undefined {
    return this.loaded.orders.get(keyOf(channel, order));
  }

  allOrders(): readonly OrderState[] {
    return [...this.loaded.orders.values()];
  }

  putOrder(order: OrderState, cause: Cause): void {
    const key = keyOf(order.channel, order.order);
    this.loaded.orders.set(key, order);
    this.changedOrders.set(key, cause);
  }

  record(till: string, recordId: string): RecordState | undefined {
    return this.loaded.records.get(keyOf(till, recordId));
  }

  putRecord(record: RecordState): void {
    const key = keyOf(record.till, record.recordId);
    this.loaded.records.set(key, record);
    this.records.set(key, record);
  }

  reservation(id: string): Reservation | undefined {
    return this.loaded.reservations.get(id);
  }

  cartReservation(channel: string, cart: string): Reservation | undefined {
    return [...this.loaded.reservations.values()].find((row) => row.channel === channel && row.cart === cart);
  }

  putReservation(reservation: Reservation): void {
    this.loaded.reservations.set(reservation.id, reservation);
    this.reservations.set(reservation.id, reservation);
  }

  tell<D extends EventDefinition>(definition: D, data: PayloadOf<D>, cause: Cause): void {
    this.facts.push({ definition, data, cause, occurredAt: this.now } as unknown as OutgoingFact);
  }

  changes(): Changes {
    return {
      items: [...this.touchedItems.keys()].map((itemId) => ({
        before: this.before.get(itemId) ?? null,
        after: this.item(itemId),
        revisitAt: revisitAt(this.item(itemId), this.now.getTime()),
      })),
      restsOn: [...this.refusing].filter((itemId) => !this.touchedItems.has(itemId)).map((itemId) => this.item(itemId)),
      listings: entriesOf(this.listings, this.knownListings),
      orders: entriesOf(this.ordersChanged(), this.knownOrders),
      records: [...this.records.values()],
      reservations: entriesOf(this.reservations, this.knownReservations),
      movements: this.movements,
      editSteps: this.editSteps,
      decisions: this.decisions,
      linkChanges: this.linkChanges,
      edition: this.shop.edition,
    };
  }

  private ordersChanged(): ReadonlyMap<string, OrderState> {
    return new Map([...this.changedOrders.keys()].map((key) => [key, this.loaded.orders.get(key) as OrderState]));
  }
}
