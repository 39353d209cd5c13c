/** One moment in the life of one SKU, as anybody standing in the shop would have seen it. */
interface Moment {
  readonly atMs: number;
  readonly what: string;
}

/** An accepted web order that goes without a unit. */
export interface Conflict {
  readonly sku: string;
  readonly atMs: number;
  /**
   * `stores`: the units had all been promised when it was accepted. `till`: a walk-in buyer had, or has, its unit. `doubt`: it
   * was told to be short although a unit lay there for it.
   */
  readonly cause: 'stores' | 'till' | 'doubt';
}

/** An accepted order for one unit. `kept`: a unit lies there for it; `set aside`: and nobody else can take it any more. */
interface Order {
  state: 'kept' | 'set aside' | 'without' | 'cancelled';
  /** Its store was told that it is short. */
  told: boolean;
}

interface Pile {
  units: number;
  takenAtTill: number;
  readonly orders: Map<string, Order>;
  /** Till sales that still excuse one order each: when they were rung up. */
  excuses: number[];
  readonly story: Moment[];
}

export interface Totals {
  readonly units: number;
  readonly accepted: number;
  readonly cancelled: number;
  /** Orders with a unit. */
  readonly sold: number;
  readonly takenAtTill: number;
  /** Orders without a unit whose store was not told. */
  readonly untold: number;
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

  /** Puts units there. */
  receive(sku: string, units: number, atMs: number): void {
    const pile = this.piles.get(sku) ?? { units: 0, takenAtTill: 0, orders: new Map(), excuses: [], story: [] };
    this.piles.set(sku, pile);
    pile.units += units;
    this.tell(sku, atMs, `${units} arrived at the shelf`);
  }

  /** A walk-in buyer takes what lies there, promised or not. @returns false when nothing does */
  walkIn(sku: string, atMs: number): boolean {
    const pile = this.pile(sku);
    if (free(pile) + ordersOf(pile, 'kept').length <= 0) return false;
    pile.takenAtTill += 1;
    this.tell(sku, atMs, 'sold at the till');
    if (free(pile) >= 0) pile.excuses.push(atMs);
    else this.lose(sku, ordersOf(pile, 'kept').at(-1) as Order, atMs, 'till');
    return true;
  }

  /** A checkout has accepted an order for one unit. */
  accept(sku: string, order: string, atMs: number): void {
    const pile = this.pile(sku);
    const accepted: Order = { state: 'kept', told: false };
    const hasUnit = free(pile) > 0;
    pile.orders.set(order, accepted);
    this.tell(sku, atMs, `${order} accepted`);
    if (hasUnit) return;
    pile.excuses = pile.excuses.filter((soldAt) => soldAt >= atMs - this.excuseMs);
    this.lose(sku, accepted, atMs, pile.excuses.shift() === undefined ? 'stores' : 'till');
  }

  /** Staff put the unit of an order away, if it has one: from now on nobody else takes it. */
  setAside(sku: string, order: string, atMs: number): void {
    const found = this.pile(sku).orders.get(order);
    if (found?.state !== 'kept') return;
    found.state = 'set aside';
    this.tell(sku, atMs, `${order} set aside`);
  }

  /** Its store was told that this order is the loser: whoever else lacks a unit has this one's, if it has one. */
  letDown(sku: string, order: string, atMs: number): void {
    const pile = this.pile(sku);
    const loser = pile.orders.get(order);
    if (loser === undefined || loser.told) return;
    this.tell(sku, atMs, `${order} told short`);
    loser.told = true;
    if (!this.has(sku, order)) return;
    const other = ordersOf(pile, 'without').find(({ told }) => !told);
    if (other === undefined) return this.lose(sku, loser, atMs, 'doubt');
    other.state = 'kept';
    loser.state = 'without';
  }

  /** Whether the order still has its unit. */
  has(sku: string, order: string): boolean {
    const state = this.pile(sku).orders.get(order)?.state;
    return state === 'kept' || state === 'set aside';
  }

  /** Its unit lies on the shelf again. */
  cancel(sku: string, order: string, atMs: number): void {
    if (!this.has(sku, order)) throw new Error(`${order} has no unit to give back`);
    this.pile(sku).orders.set(order, { state: 'cancelled', told: false });
    this.tell(sku, atMs, `${order} cancelled`);
  }

  tell(sku: string, atMs: number, what: string): void {
    this.pile(sku).story.push({ atMs, what });
  }

  storyOf(sku: string): string {
    return this.pile(sku)
      .story.map(({ atMs, what }) => `${(atMs / 1_000).toFixed(3).padStart(9)} s  ${what}`)
      .join('\n');
  }

  totals(): Totals {
    const piles = [...this.piles.values()];
    const sum = (count: (pile: Pile) => number) => piles.reduce((all, pile) => all + count(pile), 0);
    return {
      units: sum(({ units }) => units),
      accepted: sum(({ orders }) => orders.size),
      cancelled: sum((pile) => ordersOf(pile, 'cancelled').length),
      sold: sum((pile) => ordersOf(pile, 'kept').length + ordersOf(pile, 'set aside').length + servedLate(pile)),
      takenAtTill: sum(({ takenAtTill }) => takenAtTill),
      untold: sum((pile) => untold(pile) - servedLate(pile)),
    };
  }

  private lose(sku: string, order: Order, atMs: number, cause: Conflict['cause']): void {
    order.state = 'without';
    this.conflicts.push({ sku, atMs, cause });
    this.tell(sku, atMs, `CONFLICT: one order is left without a unit (${cause})`);
  }

  private pile(sku: string): Pile {
    const pile = this.piles.get(sku);
    if (pile === undefined) throw new Error(`nobody stocked ${sku}`);
    return pile;
  }
}

const ordersOf = (pile: Pile, state: Order['state']): readonly Order[] =>
  [...pile.orders.values()].filter((order) => order.state === state);

/** Units that lie there for nobody. */
const free = (pile: Pile): number =>
  pile.units - pile.takenAtTill - ordersOf(pile, 'kept').length - ordersOf(pile, 'set aside').length;

const untold = (pile: Pile): number => ordersOf(pile, 'without').filter(({ told }) => !told).length;

/** Orders that were without a unit, and get one that came back before anybody told their buyers. */
const servedLate = (pile: Pile): number => Math.min(untold(pile), Math.max(0, free(pile)));
