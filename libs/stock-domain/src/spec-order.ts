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

/** Where a store moves a line that we do not serve: it sells nothing of ours. */
export const elsewhere = 'elsewhere';

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
