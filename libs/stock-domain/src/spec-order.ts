import type { MovedFrom } from './item-state';

/** One order of one line, as it stands; the highest `edition` is the newest. */
export interface SpecOrder {
  readonly id: string;
  readonly edition: number;
  readonly storeLocation: string;
  readonly ordered: number;
  readonly current: number;
  readonly restocked: number;
}

/** As a gateway tells it: with where it saw it before. */
export interface ToldOrder extends SpecOrder {
  readonly movedFrom: readonly MovedFrom[];
}

/** Where a store moves lines that we do not serve then: nothing of ours is sold there. */
const elsewhere = 'elsewhere';

/** The orders of a store that sells at one place of ours. */
export class SpecOrders {
  private readonly orders = new Map<string, SpecOrder>();
  /** Units that came back on sale here because their orders were moved away. */
  private movedOut = 0;

  constructor(private readonly place: string) {}

  add(units: number): void {
    const id = String(this.orders.size + 1);
    const order = { id, edition: 1, storeLocation: this.place, ordered: units, current: units, restocked: 0 };
    this.orders.set(id, order);
  }

  /** @returns the units that are put back on sale here */
  cancel(pick: number, restocks: boolean): number {
    const found = this.openOrder(pick);
    if (found === undefined) return 0;
    this.become(found, { current: 0, restocked: restocks ? found.ordered : 0 });
    return restocks && this.isHere(found) ? found.ordered : 0;
  }

  /** To where nothing is ours, or back, as long as its units are there. @returns by how many units more are on sale here */
  move(pick: number, shown: number): number {
    const found = this.openOrder(pick);
    if (found === undefined) return 0;
    const units = this.isHere(found) ? found.ordered : -found.ordered;
    if (shown + units < 0) return 0;
    this.movedOut += Math.max(0, units);
    this.become(found, { storeLocation: this.isHere(found) ? elsewhere : this.place });
    return units;
  }

  all(): readonly SpecOrder[] {
    return [...this.orders.values()];
  }

  here(): readonly SpecOrder[] {
    return this.all().filter((order) => this.isHere(order));
  }

  get putBack(): number {
    return this.here().reduce((total, { restocked }) => total + restocked, this.movedOut);
  }

  private isHere({ storeLocation }: SpecOrder): boolean {
    return storeLocation === this.place;
  }

  private openOrder(pick: number): SpecOrder | undefined {
    const open = this.all().filter(({ current }) => current > 0);
    return open[pick % open.length];
  }

  private become(order: SpecOrder, change: Partial<SpecOrder>): void {
    this.orders.set(order.id, { ...order, ...change, edition: order.edition + 1 });
  }
}

export function toldOf(known: ToldOrder | undefined, now: SpecOrder): ToldOrder {
  if (known === undefined || known.storeLocation === now.storeLocation)
    return { ...now, movedFrom: known?.movedFrom ?? [] };
  const { storeLocation, ordered, movedFrom } = known;
  const before = movedFrom.find((left) => left.storeLocation === storeLocation)?.units ?? 0;
  const others = movedFrom.filter((left) => left.storeLocation !== storeLocation);
  return { ...now, movedFrom: [...others, { storeLocation, units: before + ordered }] };
}

/** What an order has added to the sums of a place. */
export function countsAt(order: ToldOrder | undefined, place: string): { ordered: number; restocked: number } {
  const moved = order?.movedFrom.find(({ storeLocation }) => storeLocation === place)?.units ?? 0;
  if (order?.storeLocation !== place) return { ordered: moved, restocked: moved };
  return { ordered: moved + order.ordered, restocked: moved + order.restocked };
}
