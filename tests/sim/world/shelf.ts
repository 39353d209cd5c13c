/** One moment in the life of one SKU, as anybody standing in the shop would have seen it. */
export interface Moment {
  readonly atMs: number;
  readonly what: string;
}

/** An accepted web order that no unit can serve, or whose unit a walk-in buyer carried away. */
export interface Conflict {
  readonly sku: string;
  readonly atMs: number;
  /** `stores`: the units had all been promised when it was accepted. `till`: a walk-in buyer had, or has, its unit. */
  readonly between: 'stores' | 'till';
}

interface Pile {
  readonly units: number;
  takenAtTill: number;
  /** Promises that a unit stands behind. */
  kept: number;
  /** Of these, what staff have put away for its order already. */
  setAside: number;
  accepted: number;
  /** Till sales that still excuse one order each: when they were rung up. */
  excuses: number[];
  story: Moment[];
}

/**
 * The units that exist, and what became of them: counted from what happens at the shelf and at the checkouts alone. It
 * knows nothing of the bridge, and no store's or till's number.
 */
export class Shelf {
  private readonly piles = new Map<string, Pile>();
  readonly conflicts: Conflict[] = [];

  /**
   * @param excuseMs for how long a till sale excuses an order that is accepted for the unit it took: nobody can tell a store
   *   sooner. After that the store should have known
   */
  constructor(private readonly excuseMs: number) {}

  stock(sku: string, units: number): void {
    this.piles.set(sku, { units, takenAtTill: 0, kept: 0, setAside: 0, accepted: 0, excuses: [], story: [] });
  }

  /** Staff put the unit of an order away, if it still lies there: from now on nobody takes it. */
  setAside(sku: string, atMs: number): void {
    const pile = this.pile(sku);
    if (pile.setAside === pile.kept) return;
    pile.setAside += 1;
    this.tell(sku, atMs, 'staff set one aside');
  }

  /** A walk-in buyer takes what lies there, promised or not. @returns false when nothing does */
  walkIn(sku: string, atMs: number): boolean {
    const pile = this.pile(sku);
    if (pile.units - pile.takenAtTill - pile.setAside === 0) return false;
    pile.takenAtTill += 1;
    this.tell(sku, atMs, 'sold at the till');
    if (pile.kept <= pile.units - pile.takenAtTill) {
      pile.excuses.push(atMs);
      return true;
    }
    pile.kept -= 1;
    this.conflicts.push({ sku, atMs, between: 'till' });
    this.tell(sku, atMs, 'CONFLICT: the till took a promised unit');
    return true;
  }

  /** A checkout has accepted an order for one unit. */
  accept(sku: string, atMs: number, store: string): void {
    const pile = this.pile(sku);
    pile.accepted += 1;
    this.tell(sku, atMs, `${store} accepted an order`);
    if (pile.kept < pile.units - pile.takenAtTill) {
      pile.kept += 1;
      return;
    }
    pile.excuses = pile.excuses.filter((soldAt) => soldAt >= atMs - this.excuseMs);
    const between = pile.excuses.shift() === undefined ? 'stores' : 'till';
    this.conflicts.push({ sku, atMs, between });
    this.tell(sku, atMs, `CONFLICT: no unit was left for it (${between})`);
  }

  tell(sku: string, atMs: number, what: string): void {
    this.pile(sku).story.push({ atMs, what });
  }

  storyOf(sku: string): string {
    return this.pile(sku)
      .story.map(({ atMs, what }) => `${(atMs / 1_000).toFixed(3).padStart(9)} s  ${what}`)
      .join('\n');
  }

  totals(): { units: number; accepted: number; sold: number; takenAtTill: number } {
    const sum = (count: (pile: Pile) => number) => [...this.piles.values()].reduce((all, pile) => all + count(pile), 0);
    return {
      units: sum(({ units }) => units),
      accepted: sum(({ accepted }) => accepted),
      sold: sum(({ kept }) => kept),
      takenAtTill: sum(({ takenAtTill }) => takenAtTill),
    };
  }

  private pile(sku: string): Pile {
    const pile = this.piles.get(sku);
    if (pile === undefined) throw new Error(`nobody stocked ${sku}`);
    return pile;
  }
}
