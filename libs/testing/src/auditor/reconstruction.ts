import type { Evidence, ReturnedPart, StoreEntry, StoreEvidence, TillEntry } from './evidence';
import { acceptanceOf, backorderedReason, heldReason, unknownKind } from './evidence';
import { Histories, keyOf, type Change, type ItemHistory, type Opening, type Place } from './history';
import type { Names } from './names';
import { lackedFor } from './lacked';
import { openingBook, stockedLevels } from './opening';
import { type OrderBook, standingOf } from './order-book';
import { shelfMoves } from './till-moves';
import type { TillRecords } from './till-records';

type Of<Kind extends StoreEntry['kind']> = Extract<StoreEntry, { kind: Kind }>;

/** The shelf, the promises and every store's level through time, per item and outlet, from the vendors' logs alone. */
export class Reconstruction {
  private readonly places = new Histories((place) => this.openingOf(place));
  private readonly books = new Map<string, OrderBook>();

  constructor(
    private readonly evidence: Evidence,
    private readonly names: Names,
    private readonly records: TillRecords,
  ) {
    for (const store of evidence.stores) this.books.set(store.channel, openingBook(store));
    for (const { sku, outlet } of evidence.till.opening.levels) this.places.of({ item: names.of(sku), outlet });
    const events = [
      ...evidence.till.log.map((entry) => ({ at: entry.at, take: () => this.takeTill(entry) })),
      ...evidence.stores.flatMap((store) =>
        store.log.map((entry) => ({ at: entry.at, take: () => this.takeStore(store, entry) })),
      ),
    ];
    for (const { take } of events.sort((a, b) => a.at - b.at)) take();
  }

  get histories(): ItemHistory[] {
    return this.places.all;
  }

  /** Units of an order that are still promised, by item and outlet. */
  standing(channel: string, orderId: string): (Place & { units: number })[] {
    return this.linesOf(channel, orderId).map(({ place, line }) => ({ ...place, units: standingOf(line) }));
  }

  /** Units of an order as it was placed, by item and outlet. */
  ordered(channel: string, orderId: string): (Place & { units: number })[] {
    return this.linesOf(channel, orderId).map(({ place, line }) => ({ ...place, units: line.ordered }));
  }

  private linesOf(channel: string, orderId: string) {
    const store = this.evidence.stores.find((candidate) => candidate.channel === channel)!;
    const lines = this.books.get(channel)!.linesOf(orderId);
    return lines.map((line) => ({ line, place: this.placeOf(store, line) }));
  }

  private takeTill(entry: TillEntry): void {
    for (const { sku, outlet, units } of shelfMoves(entry)) {
      this.places.note({ item: this.names.of(sku), outlet }, entry.at, { source: 'till', entry }, { shelf: units });
    }
  }

  private takeStore(store: StoreEvidence, entry: StoreEntry): void {
    const book = this.books.get(store.channel)!;
    const note = (line: { sku: string; locationId: string }, change: Change) => {
      this.places.note(this.placeOf(store, line), entry.at, { source: 'store', channel: store.channel, entry }, change);
    };
    switch (entry.kind) {
      case 'order': {
        const { orderId, sku, locationId, quantity, availableAfter } = entry;
        book.accept(orderId, sku, locationId, quantity);
        return note(entry, { promised: quantity, wanted: quantity, available: { to: availableAfter ?? 0 } });
      }
      case 'level_set':
        return note(entry, { available: { to: entry.to } });
      case 'fulfil':
        for (const { line, units, standing } of book.release(entry.orderId, entry.sku, entry.quantity)) {
          note(line, { shelf: -units, promised: -standing, wanted: -units });
        }
        return;
      case 'cancel':
      case 'refund':
        for (const part of entry.lines) this.takeBack(book, entry, part, note);
        return;
      case 'hold':
        return this.giveUp(store, book, entry, note);
      case 'release':
        for (const line of book.linesOf(entry.orderId)) {
          if (line.givenUp > 0) note(line, { promised: line.givenUp });
          line.givenUp = 0;
        }
        return;
      case 'cart':
      case 'checkout_refused':
      case 'product_created':
      case 'product_updated':
      case 'product_deleted':
      case 'published':
      case 'unpublished':
      case 'move':
      case 'progress':
      case 'tag':
      case 'paid':
      case 'edit':
      case 'subscription_dropped':
      case 'api_call':
        return;
      default:
        return unknownKind(store.channel, entry);
    }
  }

  /** Nobody asked a buyer whom the bridge cancelled: that order is wanted still. */
  private takeBack(book: OrderBook, entry: Of<'cancel' | 'refund'>, part: ReturnedPart, note: Note): void {
    const restocked = part.restockType === 'cancel' || part.restockType === 'return' ? part.quantity : 0;
    if (part.restockType === 'return') {
      const locationId = part.locationId ?? '';
      return note({ sku: part.sku, locationId }, { shelf: restocked, available: { by: restocked } });
    }
    const wished = entry.kind === 'refund' || entry.by !== 'api';
    for (const { line, units, standing } of book.release(entry.orderId, part.sku, part.quantity)) {
      const wanted = wished ? -standing : 0;
      note(line, { promised: -standing, wanted, available: { by: Math.min(restocked, units) } });
    }
  }

  /**
   * A hold for lack of stock gives up what the shelf lacked for it ({@link lackedFor}), less what others gave up: word of it takes
   * time, and units that came meanwhile are not asked back from it. What the till keeps recorded for it lies there for it still.
   * Nothing else is given up.
   */
  private giveUp(store: StoreEvidence, book: OrderBook, { at, orderId, reason }: Of<'hold'>, note: Note): void {
    if (reason !== heldReason && reason !== backorderedReason) return;
    const placedAt = acceptanceOf(store, orderId)?.at ?? 0;
    for (const line of book.linesOf(orderId)) {
      const place = this.placeOf(store, line);
      const { points } = this.places.of(place);
      const now = points.at(-1)!;
      const lacked = lackedFor(points, placedAt, at);
      const most = Math.max(0, standingOf(line) - this.keptAtTill(store, orderId, place.item));
      const units = Math.min(most, Math.max(0, lacked - (now.wanted - now.promised)));
      line.givenUp += units;
      if (units > 0) note(line, { promised: -units });
    }
  }

  /** Units of an order that the till has recorded to the end, and that have not left. */
  private keptAtTill({ channel, state }: StoreEvidence, orderId: string, item: string): number {
    const lines = state.orders.find(({ id }) => id === orderId)?.lines ?? [];
    const left = lines
      .filter(({ sku }) => this.names.of(sku) === item)
      .reduce((sum, { fulfilled }) => sum + fulfilled, 0);
    return Math.max(0, this.records.of({ channel, orderId }, item).net - left);
  }

  private placeOf(store: StoreEvidence, { sku, locationId }: { sku: string; locationId: string }): Place {
    return { item: this.names.of(sku), outlet: store.outletOf[locationId] ?? locationId };
  }

  private openingOf(place: Place): Opening {
    const { till, stores, openedAt: at } = this.evidence;
    const isHere = (other: Place) => keyOf(other) === keyOf(place);
    const shelf = till.opening.levels
      .filter(({ sku, outlet }) => isHere({ item: this.names.of(sku), outlet }))
      .reduce((sum, { level }) => sum + level, 0);
    const open = stores
      .flatMap((store) => openingBook(store).lines.filter((line) => isHere(this.placeOf(store, line))))
      .reduce((sum, line) => sum + line.open, 0);
    const available: Record<string, number> = {};
    for (const store of stores) {
      const level = stockedLevels(store.opening).find((row) => isHere(this.placeOf(store, row)));
      if (level) available[store.channel] = level.available;
    }
    return { at, shelf, promised: open, wanted: open, available };
  }
}

type Note = (line: { sku: string; locationId: string }, change: Change) => void;
