import { planPush } from '@tillbridge/level-mirror';
import { wantsPush, type StoreLevel } from '../book/store-level';
import type { PushRow } from '../store-adapter';

export interface CallBounds {
  /** Calls that may leave now. */
  readonly calls: number;
  /** Rows that the vendor takes in one call. */
  readonly rowsPerCallMax: number;
}

/**
 * Spreads the levels that want a push over the calls that may leave now, oldest wish first: each level gets a call of its
 * own while there are calls enough, so that one stale level holds up no other; a flood is sent in full calls.
 */
export function planCalls(levels: readonly StoreLevel[], { calls, rowsPerCallMax }: CallBounds): StoreLevel[][] {
  const wanting = levels.filter(wantsPush).slice(0, calls * rowsPerCallMax);
  const perCall = Math.min(rowsPerCallMax, Math.ceil(wanting.length / Math.max(1, calls)));
  const planned: StoreLevel[][] = [];
  for (let start = 0; start < wanting.length; start += perCall) planned.push(wanting.slice(start, start + perCall));
  return planned;
}

/** What to send for a level that wants a push. */
export function pushRow(level: StoreLevel): PushRow {
  const { externalId, storeLocation, levelRef, mirror, desired } = level;
  const plan = desired === null ? ({ push: false } as const) : planPush(mirror, desired);
  if (!plan.push || levelRef === null) throw new Error('this level wants no push');
  return { externalId, storeLocation, levelRef, from: plan.from, to: plan.to };
}
