import type { StoreEntry, TillEntry } from './evidence';

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
  /** Promised, or would be if nobody had been told that there is no unit for them: what the shelf was asked for. */
  wanted: number;
  available: Readonly<Record<string, number>>;
}

export interface ItemHistory {
  item: string;
  outlet: string;
  points: Point[];
}

export interface Change {
  shelf?: number;
  promised?: number;
  wanted?: number;
  /** What the level of the store that caused it did: a new value, or a delta where the vendor logs only that. */
  available?: { to: number } | { by: number };
}

export interface Place {
  item: string;
  outlet: string;
}

export const keyOf = ({ item, outlet }: Place): string => `${item}\n${outlet}`;

/** What was so at a place before the first entry of any log. */
export type Opening = Omit<Point, 'cause' | 'sellable'>;

/** The points of each item and outlet, oldest first. */
export class Histories {
  private readonly byPlace = new Map<string, ItemHistory>();

  constructor(private readonly openingOf: (place: Place) => Opening) {}

  get all(): ItemHistory[] {
    return [...this.byPlace.values()];
  }

  of(place: Place): ItemHistory {
    const known = this.byPlace.get(keyOf(place));
    if (known) return known;
    const { item, outlet } = place;
    const opened = pointOf({ ...this.openingOf(place), cause: { source: 'opening' } });
    const history: ItemHistory = { item, outlet, points: [opened] };
    this.byPlace.set(keyOf(place), history);
    return history;
  }

  now(place: Place): Point {
    return this.of(place).points.at(-1)!;
  }

  note(place: Place, at: number, cause: Cause, change: Change): void {
    const before = this.now(place);
    const after = pointOf({
      at,
      cause,
      shelf: before.shelf + (change.shelf ?? 0),
      promised: before.promised + (change.promised ?? 0),
      wanted: before.wanted + (change.wanted ?? 0),
      available: shownAfter(before.available, cause, change),
    });
    this.of(place).points.push(after);
  }
}

const pointOf = (point: Omit<Point, 'sellable'>): Point => ({
  ...point,
  sellable: Math.max(0, point.shelf - point.promised),
});

function shownAfter(before: Point['available'], cause: Cause, { available }: Change): Point['available'] {
  if (!available || cause.source !== 'store') return before;
  const shown = before[cause.channel] ?? 0;
  return { ...before, [cause.channel]: 'to' in available ? available.to : shown + available.by };
}
