import { nextPush, wantsLowering, wantsPush, type StoreLevel } from '../book/store-level';
import type { PushRow } from '../store-adapter';

export interface CallBounds {
  /** Calls that may leave now. */
  readonly calls: number;
  /** Rows that the vendor takes in one call. */
  readonly rowsPerCallMax: number;
}

/**
 * Spreads the levels that want a push over the calls that may leave now. Those to be lowered go first, for a unit shown too
 * much can be sold twice; one call is kept for those to be raised while there is more than one.
 */
export function planCalls(levels: readonly StoreLevel[], { calls, rowsPerCallMax }: CallBounds): StoreLevel[][] {
  const wanting = levels.filter(wantsPush);
  const lowerings = wanting.filter(wantsLowering);
  const raises = wanting.filter((level) => !wantsLowering(level));
  const kept = raises.length > 0 && calls > 1 ? 1 : 0;
  const planned = spread(lowerings, { calls: calls - kept, rowsPerCallMax });
  return [...planned, ...spread(raises, { calls: calls - planned.length, rowsPerCallMax })];
}

/**
 * Oldest wish first. Each level gets a call of its own while there are calls enough, so that one that is refused holds up
 * no other; a flood is sent in full calls.
 */
function spread(levels: readonly StoreLevel[], { calls, rowsPerCallMax }: CallBounds): StoreLevel[][] {
  const taken = levels.slice(0, calls * rowsPerCallMax);
  const perCall = Math.ceil(taken.length / Math.max(1, calls));
  const planned: StoreLevel[][] = [];
  for (let start = 0; start < taken.length; start += perCall) planned.push(taken.slice(start, start + perCall));
  return planned;
}

/** What to send for a level that wants a push. */
export function pushRow(level: StoreLevel): PushRow {
  const { externalId, storeLocation, levelRef } = level;
  const next = nextPush(level);
  if (!next.push || levelRef === null) throw new Error('this level wants no push');
  return { externalId, storeLocation, levelRef, from: next.from, to: next.to };
}
