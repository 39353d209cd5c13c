import type { OrderObserved } from '@tillbridge/contracts';
import { at } from '../../../apps/inventory-core/src/ledger/paper-core';

type Line = OrderObserved['lines'][number];

export const channel = 'store-a';
export const externalId = 'a-1';
/** The two places at which the store sells: what lies in `main`, and what lies in `depot`. */
export const places = ['1', '3'] as const;
/** A third one that we know nothing of: it sells nothing of ours. */
const elsewhere = '77';
/** More than all lines of a life together can take from one place. */
export const unitsEach = 20;

/** A store that moves its orders' lines between its places, and stamps by the second. It knows nobody who listens. */
export class MovingStore {
  readonly shows = new Map<string, number>([...places, elsewhere].map((place) => [place, unitsEach]));
  /** Every state that each order was ever in; the last is how it stands. */
  private readonly states: OrderObserved[][] = [];
  private seconds = 1;

  /** How each order stands. */
  orders(): OrderObserved[] {
    return this.states.map((states) => states.at(-1)!);
  }

  /** Every order in every state that it was in. */
  copies(): OrderObserved[] {
    return this.states.flat();
  }

  wait(): void {
    this.seconds += 1;
  }

  order(units: number, place: string): void {
    const name = String(this.states.length + 1);
    const counts = { ordered: units, current: units, fulfilled: 0, restocked: 0 };
    const line: Line = { line: '1', externalId, storeLocation: place, ...counts, unitPrice: '19.90' };
    const times = { placedAt: at(this.seconds), updatedAt: at(this.seconds), cancelledAt: null };
    this.states.push([
      { channel, order: name, name, ...times, paid: true, currency: 'EUR', cart: null, lines: [line] },
    ]);
    this.take(place, units);
  }

  /** To one of ours, or to where nothing is ours. What has left does not move any more. */
  move(pick: number, isOurs = true): void {
    this.become(pick, (line) => {
      if (line.fulfilled > 0) return line;
      const there = isOurs ? places.find((place) => place !== line.storeLocation)! : elsewhere;
      return there === line.storeLocation ? line : { ...line, storeLocation: there };
    });
  }

  ship(pick: number): void {
    this.become(pick, (line) => ({ ...line, fulfilled: line.current }));
  }

  /** One unit comes back, shipped or not. */
  restock(pick: number): void {
    this.become(pick, (line) => {
      if (unitsTaken(line) === 0) return line;
      return { ...line, current: Math.max(line.fulfilled, line.current - 1), restocked: line.restocked + 1 };
    });
  }

  cancel(pick: number): void {
    this.become(pick, (line) => (line.fulfilled > 0 ? line : { ...line, current: 0, restocked: line.ordered }));
  }

  /** Units of its orders, as they stand, that a place is without. */
  takenAt(place: string): number {
    const lines = this.orders().map((order) => order.lines[0]!);
    return lines.reduce((sum, line) => sum + (line.storeLocation === place ? unitsTaken(line) : 0), 0);
  }

  take(place: string, units: number): void {
    this.shows.set(place, this.shows.get(place)! - units);
  }

  private become(pick: number, change: (line: Line) => Line): void {
    const states = this.states[pick % this.states.length];
    if (states === undefined) return;
    const last = states.at(-1)!;
    const [before, after] = [last.lines[0]!, change(last.lines[0]!)];
    if (after === before) return;
    states.push({ ...last, updatedAt: at(this.seconds), lines: [after] });
    this.take(before.storeLocation!, -unitsTaken(before));
    this.take(after.storeLocation!, unitsTaken(after));
  }
}

const unitsTaken = ({ ordered, restocked }: Line): number => ordered - restocked;
