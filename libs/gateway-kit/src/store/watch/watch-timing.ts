/** How often a store is looked over although it told of nothing. All times in ms. */
export interface WatchTiming {
  /** Every level is read this often, as far as the vendor's limits let us. */
  readonly sweepEveryMs: number;
  /** The whole catalogue, and what is open of its orders, is listed this often, as far as the vendor's limits let us. */
  readonly catalogueEveryMs: number;
  /** Subscriptions and locations are looked at this often, and at once when a message must have been lost. */
  readonly subscriptionsEveryMs: number;
}

/** Of the time that the vendor's limits give us, looking over takes no more than one part in so many. */
const shareOfTime = 5;

/** How long to rest after something that took this long, ms; the adapter waits for the vendor's limits meanwhile. */
export function restAfterMs(startedAt: Date, endedAt: Date): number {
  return Math.max(1, (shareOfTime - 1) * (endedAt.getTime() - startedAt.getTime()));
}
