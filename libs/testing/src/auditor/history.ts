import type { Evidence, StoreEntry, StoreEvidence, TillEntry } from './evidence';
import { backorderedReason, heldReason } from './evidence';
import type { Names } from './names';
import { OrderBook, standingOf } from './order-book';

export type Cause =
  | { source: 'opening' }
  | { source: 'till'; entry: TillEntry }
  | { source: 'store'; channel: string; entry: StoreEntry };

/** The world after one change. `sellable` is the truth every store should show: the shelf less what is promised. */
export interface Point {
  at: number;
  cause: Cause;
  shelf: number;
  promised: number;
  sellable: number;
  available: Readonly<Record<string, number>>;
}

export interface ItemHistory {
  item: string;
  outlet: string;
  points: Point[];
}

interface Change {
  shelf?: number;
  promised?: number;
  /** What the level of the store that caused it did: a new value, or a delta where the vendor logs only that. */
  available?: { to: number } | { by: number };
}

/** The shelf, the promises and every store's level through time, per item and outlet, from the vendors' logs alone. */
export class Reconstruction {
  private readonly byPlace = new Map<string, ItemHistory>();
  private readonly books = new Map<string, OrderBook>();

  constructor(
    private readonly evidence: Evidence,
    private readonly names: Names,
  ) {
    for (const level of evidence.till.opening.levels) this.historyOf(names.of(level.sku), level.outlet);
    const events = [
      ...evidence.till.log.map((entry) => ({ at: entry.at, take: () => this.takeTill(entry) })),
      ...evidence.stores.flatMap((store) => {
        this.books.set(store.channel, new OrderBook());
        return store.log.map((entry) => ({ at: entry.at, take: () => this.takeStore(store, entry) }));
      }),
    ];
    for (const { take } of events.sort((a, b) => a.at - b.at)) take();
  }

  get histories(): ItemHistory[] {
    return [...this.byPlace.values()];
  }

  /** Units of an order that are still promised, by item and outlet. */
  standing(channel: string, orderId: string): { item: string; outlet: string; units: number }[] {
    const store = this.evidence.stores.find((candidate) => candidate.channel === channel)!;
    return this.books
      .get(channel)!
      .linesOf(orderId)
      .map((line) => ({ ...this.placeOf(store, line), units: standingOf(line) }));
  }

  /** Only people move the shelf at the till: a sale posted through the API is paper about units that are still there. */
  private takeTill(entry: TillEntry): void {
    const move = (sku: string, outlet: string, shelf: number) =>
      this.note(this.names.of(sku), outlet, entry.at, { source: 'till', entry }, { shelf });
    switch (entry.kind) {
      case 'till_sale':
      case 'shrink':
        return move(entry.sku, entry.outlet, -entry.quantity);
      case 'till_return':
      case 'delivery':
        return move(entry.sku, entry.outlet, entry.quantity);
      case 'void':
        return entry.by === 'till' ? move(entry.sku, entry.outlet, entry.quantity) : undefined;
      case 'count':
        return move(entry.sku, entry.outlet, entry.to - entry.from);
      case 'transfer':
        move(entry.sku, entry.from, -entry.quantity);
        return move(entry.sku, entry.to, entry.quantity);
      case 'api_sale':
      case 'level_set':
      case 'product':
      case 'api_call':
        return;
    }
  }

  private takeStore(store: StoreEvidence, entry: StoreEntry): void {
    const book = this.books.get(store.channel)!;
    const note = (line: { sku: string; locationId: string }, change: Change) => {
      const { item, outlet } = this.placeOf(store, line);
      this.note(item, outlet, entry.at, { source: 'store', channel: store.channel, entry }, change);
    };
    switch (entry.kind) {
      case 'order':
        book.accept(entry.orderId, entry.sku, entry.locationId, entry.quantity);
        return note(entry, { promised: entry.quantity, available: { to: entry.availableAfter ?? 0 } });
      case 'level_set':
        return note(entry, { available: { to: entry.to } });
      case 'fulfil':
        for (const { line, units, standing } of book.release(entry.orderId, entry.sku, entry.quantity)) {
          note(line, { shelf: -units, promised: -standing });
        }
        return;
      case 'cancel':
      case 'refund':
        for (const part of entry.lines) {
          const restocked = part.restockType === 'cancel' || part.restockType === 'return' ? part.quantity : 0;
          if (part.restockType === 'return') {
            const locationId = part.locationId ?? '';
            note({ sku: part.sku, locationId }, { shelf: restocked, available: { by: restocked } });
            continue;
          }
          for (const { line, units, standing } of book.release(entry.orderId, part.sku, part.quantity)) {
            note(line, { promised: -standing, available: { by: Math.min(restocked, units) } });
          }
        }
        return;
      case 'hold':
        if (entry.reason !== heldReason && entry.reason !== backorderedReason) return;
        for (const line of book.linesOf(entry.orderId)) {
          const units = Math.min(standingOf(line), this.shortageAt(store, line));
          line.givenUp += units;
          if (units > 0) note(line, { promised: -units });
        }
        return;
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
      case 'move':
      case 'tag':
      case 'paid':
      case 'edit':
      case 'api_call':
        return;
    }
  }

  /** Promised units that the shelf could not serve at this moment: all that a hold for lack of stock can give up. */
  private shortageAt(store: StoreEvidence, line: { sku: string; locationId: string }): number {
    const { item, outlet } = this.placeOf(store, line);
    const { promised, shelf } = this.historyOf(item, outlet).points.at(-1)!;
    return Math.max(0, promised - shelf);
  }

  private placeOf(store: StoreEvidence, { sku, locationId }: { sku: string; locationId: string }) {
    return { item: this.names.of(sku), outlet: store.outletOf[locationId] ?? locationId };
  }

  private note(item: string, outlet: string, at: number, cause: Cause, change: Change): void {
    const { points } = this.historyOf(item, outlet);
    const before = points.at(-1)!;
    const shelf = before.shelf + (change.shelf ?? 0);
    const promised = before.promised + (change.promised ?? 0);
    let { available } = before;
    if (change.available && cause.source === 'store') {
      const now = available[cause.channel] ?? 0;
      available = {
        ...available,
        [cause.channel]: 'to' in change.available ? change.available.to : now + change.available.by,
      };
    }
    points.push({ at, cause, shelf, promised, sellable: Math.max(0, shelf - promised), available });
  }

  private historyOf(item: string, outlet: string): ItemHistory {
    const key = `${item}\n${outlet}`;
    const known = this.byPlace.get(key) ?? { item, outlet, points: [this.openingPoint(item, outlet)] };
    this.byPlace.set(key, known);
    return known;
  }

  private openingPoint(item: string, outlet: string): Point {
    const shelf = this.evidence.till.opening.levels
      .filter((level) => this.names.of(level.sku) === item && level.outlet === outlet)
      .reduce((sum, level) => sum + level.level, 0);
    const available: Record<string, number> = {};
    for (const store of this.evidence.stores) {
      const level = store.opening.levels.find((row) => {
        const place = this.placeOf(store, row);
        return place.item === item && place.outlet === outlet;
      });
      if (level) available[store.channel] = level.available;
    }
    return { at: 0, cause: { source: 'opening' }, shelf, promised: 0, sellable: Math.max(0, shelf), available };
  }
}
