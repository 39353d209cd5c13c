import { MemoryTable, StaleVersion, type Tx } from '@tillbridge/persistence';
import { isAskedAbout, isClosed, isSameLine, type ItemState, type PromiseState } from '@tillbridge/stock-domain';
import {
  cartsOf,
  keyOf,
  unlinkedOf,
  type Changes,
  type CountedAt,
  type Decision,
  type DueAt,
  type DueLimits,
  type EditEntry,
  type Ledger,
  type LedgerEntry,
  type LinkChange,
  type Listing,
  type ListingKey,
  type Loaded,
  type OrderKey,
  type OrderState,
  type RecordState,
  type References,
} from './ledger';
import { countedIn } from './counted-lines';
import { hasBooked, isBehind, isReferred, isWanted, withoutClosed } from './referred-rows';
import { confirmedIn, type Reservation } from './reservation';

/** The ledger in memory, for specs and the simulation. Same contract as TypeOrmLedger, version guard included. */
export class MemoryLedger implements Ledger {
  private readonly items = new MemoryTable<ItemState>((item) => item.itemId);
  private readonly listings = new MemoryTable<Listing>((row) => keyOf(row.channel, row.externalId));
  private readonly orders = new MemoryTable<OrderState>((row) => keyOf(row.channel, row.order));
  private readonly records = new MemoryTable<RecordState>((row) => keyOf(row.till, row.recordId));
  private readonly reservations = new MemoryTable<Reservation>((row) => row.id);
  private readonly movements = new MemoryTable<{ id: string; entry: LedgerEntry }>((row) => row.id);
  private readonly editSteps = new MemoryTable<{ id: string; entry: EditEntry }>((row) => row.id);
  private readonly revisits = new MemoryTable<{ itemId: string; at: number | null; edition: number }>(
    (row) => row.itemId,
  );
  private readonly links = new MemoryTable<LinkChange>((row) => `${row.at.toISOString()}/${row.id}`);
  private readonly decisions = new MemoryTable<{ id: string; decision: Decision }>((row) => row.id);
  private rowsWritten = 0;

  async load(tx: Tx, named: References): Promise<Loaded> {
    const voided = named.voided.length === 0 ? [] : this.orders.where(tx, (order) => hasBooked(order, named.voided));
    const references = { ...named, orders: [...named.orders, ...voided] };
    const listed = this.listings.where(tx, (listing) => isReferred(listing, references));
    const orders = this.orders.where(tx, (order) => isWanted(order, references, unlinkedOf(references, listed)));
    const ordered = this.listings.where(tx, (row) =>
      orders.some((order) => order.channel === row.channel && sells(order, row.externalId)),
    );
    const reservations = this.reservationsOf(tx, references, orders);
    const itemIds = this.itemsOf(tx, references, [...listed, ...ordered], reservations);
    const items = [...itemIds]
      .sort()
      .map((itemId) => this.items.get(tx, itemId))
      .filter((item) => item !== undefined)
      .map((item) => withoutClosed(item, [...orders, ...confirmedIn(reservations)]));
    const promises = [...items.flatMap((item) => item.promises), ...confirmedIn(reservations)];
    const promised = new Set(promises.map(({ channel, order }) => keyOf(channel, order)));
    const allOrders = this.orders.where(
      tx,
      (order) => promised.has(keyOf(order.channel, order.order)) || orders.some((other) => isSame(other, order)),
    );
    const links = this.listings.where(tx, (row) => row.itemId !== null && itemIds.has(row.itemId));
    return {
      items: new Map(items.map((item) => [item.itemId, item])),
      listings: new Map([...listed, ...ordered, ...links].map((row) => [keyOf(row.channel, row.externalId), row])),
      orders: new Map(allOrders.map((order) => [keyOf(order.channel, order.order), order])),
      records: new Map(
        references.records.flatMap(({ till, recordId }) => {
          const record = this.records.get(tx, keyOf(till, recordId));
          return record === undefined ? [] : [[keyOf(till, recordId), record] as const];
        }),
      ),
      reservations: new Map(reservations.map((reservation) => [reservation.id, reservation])),
    };
  }

  async append(tx: Tx, changes: Changes): Promise<void> {
    for (const { row, isNew } of changes.reservations)
      if (isNew && row.cart === null) this.reservations.insert(tx, row);
    for (const entry of changes.movements) this.movements.insert(tx, { id: this.nextRowId(), entry });
    for (const entry of changes.editSteps) this.editSteps.insert(tx, { id: this.nextRowId(), entry });
  }

  async save(tx: Tx, changes: Changes): Promise<void> {
    for (const { before, after, revisitAt } of changes.items) {
      const stored = this.items.get(tx, after.itemId);
      const closed = stored?.promises.filter(
        (promise) => !before?.promises.some((other) => isSameLine(other, promise)),
      );
      const row = { ...after, version: after.version + 1, promises: [...(closed ?? []), ...after.promises] };
      if (before === null) this.items.insert(tx, row);
      else this.items.putIf(tx, row, (current) => current?.version === before.version);
      this.revisits.put(tx, { itemId: after.itemId, at: revisitAt, edition: changes.edition });
    }
    for (const { itemId, version } of changes.restsOn) this.assertUnchanged(tx, itemId, version);
    for (const { row, isNew } of changes.orders) {
      const next = { ...row, version: isNew ? 0 : row.version + 1 };
      if (isNew) this.orders.insert(tx, next);
      else this.orders.putIf(tx, next, (current) => current?.version === row.version);
    }
    for (const { row, isNew } of changes.listings) {
      this.assertOneListingPerItem(tx, row);
      if (isNew) this.listings.insert(tx, row);
      else this.listings.put(tx, keepingLink(row, this.listings.get(tx, keyOf(row.channel, row.externalId))));
    }
    for (const record of changes.records) this.records.put(tx, record);
    for (const { row, isNew } of changes.reservations) {
      if (!isNew) this.saveReservation(tx, row);
      else if (row.cart !== null) this.addCart(tx, row);
    }
    for (const change of changes.linkChanges) this.links.insert(tx, change);
    for (const decision of changes.decisions) this.decisions.insert(tx, { id: this.nextRowId(), decision });
  }

  async due(tx: Tx, { now, edition, except }: DueAt, limits: DueLimits): Promise<readonly string[]> {
    const all = this.revisits.all(tx).filter(({ itemId }) => !except.includes(itemId));
    const timed = all
      .filter(({ at }) => at !== null && at <= now.getTime())
      .sort((a, b) => (a.at as number) - (b.at as number))
      .slice(0, limits.timed);
    const outdated = all.filter((row) => row.edition < edition).slice(0, limits.outdated);
    return [...new Set([...timed, ...outdated].map(({ itemId }) => itemId))];
  }

  async openListings(tx: Tx, till: string, after: ListingKey | null, limit: number): Promise<readonly Listing[]> {
    const start = after === null ? '' : keyOf(after.channel, after.externalId);
    return this.listings
      .where(tx, (row) => row.itemId === null && row.channel !== till && !row.removed && row.standing !== 'gone')
      .filter((row) => keyOf(row.channel, row.externalId) > start)
      .sort((a, b) => (keyOf(a.channel, a.externalId) < keyOf(b.channel, b.externalId) ? -1 : 1))
      .slice(0, limit);
  }

  async countedOf(tx: Tx, { channel, externalId }: ListingKey): Promise<readonly CountedAt[]> {
    const lines = this.orders
      .where(tx, (order) => order.channel === channel)
      .flatMap((order) => order.lines.filter((line) => line.externalId === externalId));
    return countedIn(lines);
  }

  async linkChanges(tx: Tx, limit: number): Promise<readonly LinkChange[]> {
    const newestFirst = this.links.all(tx).sort((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1));
    return newestFirst.slice(0, limit);
  }

  async forget(tx: Tx, before: Date, limit: number): Promise<number> {
    const isOld = ({ state, expiresAt }: Reservation) =>
      (state === 'held' || state === 'released') && expiresAt < before.getTime();
    const old = this.reservations.all(tx).filter(isOld);
    const dropped = old.sort((a, b) => a.expiresAt - b.expiresAt).slice(0, limit);
    for (const { id } of dropped) this.reservations.delete(tx, id);
    return dropped.length;
  }

  async askedAbout(tx: Tx, location: string, countId: string): Promise<readonly string[]> {
    const asked = this.items.where(tx, (item) => isAskedAbout(item, location, countId));
    return asked.map(({ itemId }) => itemId).sort();
  }

  /** What has been committed, for the auditor's fold. */
  allMovements(): LedgerEntry[] {
    return this.movements.all(null).map((row) => row.entry);
  }
  allEditSteps(): EditEntry[] {
    return this.editSteps.all(null).map((row) => row.entry);
  }

  async decisionsOn(tx: Tx, { channel, order }: OrderKey): Promise<readonly Decision[]> {
    return this.decisions
      .all(tx)
      .map((row) => row.decision)
      .filter(({ contest }) => contest.contenders.some((each) => each.channel === channel && each.order === order));
  }
  allItems(): ItemState[] {
    return this.items.all(null);
  }
  allListings(): Listing[] {
    return this.listings.all(null);
  }
  allReservations(): Reservation[] {
    return this.reservations.all(null);
  }

  private reservationsOf(tx: Tx, references: References, orders: readonly OrderState[]): readonly Reservation[] {
    const carts = cartsOf(references, orders);
    return this.reservations
      .all(tx)
      .filter(
        ({ id, channel, cart }) =>
          references.reservations.includes(id) || carts.some((ref) => ref.channel === channel && ref.cart === cart),
      );
  }

  private assertUnchanged(tx: Tx, itemId: string, version: number): void {
    const row = this.items.get(tx, itemId);
    if (row === undefined) throw new StaleVersion(`item ${itemId} is gone`);
    this.items.putIf(tx, row, (current) => current?.version === version);
  }

  private saveReservation(tx: Tx, row: Reservation): void {
    const next = { ...row, version: row.version + 1 };
    this.reservations.putIf(tx, next, (current) => current?.version === row.version);
  }

  private addCart(tx: Tx, row: Reservation): void {
    const isRival = (other: Reservation) => other.channel === row.channel && other.cart === row.cart;
    if (this.reservations.all(tx).some(isRival)) throw new StaleVersion(`cart of ${row.channel} is known already`);
    this.reservations.insert(tx, row);
  }

  private itemsOf(
    tx: Tx,
    references: References,
    listings: readonly Listing[],
    reservations: readonly Reservation[],
  ): Set<string> {
    const itemIds = new Set([
      ...references.items,
      ...reservations.flatMap(({ lines }) => lines.map(({ itemId }) => itemId)),
      ...listings.flatMap(({ itemId }) => (itemId === null ? [] : [itemId])),
    ]);
    for (const item of this.items.where(tx, (each) => isBehind(each, references))) itemIds.add(item.itemId);
    this.addTied(tx, itemIds, (promise) => !isClosed(promise));
    for (let known = 0; known < itemIds.size;) {
      known = itemIds.size;
      this.addTied(tx, itemIds, ({ decideAt }) => decideAt !== null);
    }
    return itemIds;
  }

  /** Adds the items that share an order with these, by promises of this kind. */
  private addTied(tx: Tx, itemIds: Set<string>, ties: (promise: PromiseState) => boolean): void {
    const orders = new Set(
      this.items
        .where(tx, ({ itemId }) => itemIds.has(itemId))
        .flatMap((item) => item.promises.filter(ties))
        .map(({ channel, order }) => keyOf(channel, order)),
    );
    const shares = ({ promises }: ItemState) =>
      promises.some((promise) => ties(promise) && orders.has(keyOf(promise.channel, promise.order)));
    for (const item of this.items.where(tx, shares)) itemIds.add(item.itemId);
  }

  private assertOneListingPerItem(tx: Tx, row: Listing): void {
    const rival = this.listings
      .all(tx)
      .find((other) => row.itemId !== null && other.channel === row.channel && other.itemId === row.itemId);
    if (rival !== undefined && rival.externalId !== row.externalId)
      throw new StaleVersion(`item ${row.itemId} is already listed at ${row.channel}`);
  }

  private nextRowId(): string {
    this.rowsWritten += 1;
    return String(this.rowsWritten).padStart(12, '0');
  }
}

/** A link is never emptied, whoever wrote it meanwhile, but by a person: the newest of their decisions stands. */
function keepingLink(row: Listing, stored: Listing | undefined): Listing {
  if (stored === undefined || row.linkSeq > stored.linkSeq) return row;
  const { itemId, linkedBy, linkSeq } = stored;
  if (row.linkSeq < linkSeq) return { ...row, itemId, linkedBy, linkSeq };
  return { ...row, itemId: row.itemId ?? stored?.itemId ?? null, linkedBy: row.linkedBy ?? stored?.linkedBy ?? null };
}

const isSame = (a: OrderState, b: OrderState): boolean => a.channel === b.channel && a.order === b.order;
const sells = (order: OrderState, externalId: string): boolean =>
  order.lines.some((line) => line.externalId === externalId);
