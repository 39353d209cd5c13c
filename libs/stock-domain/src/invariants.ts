import { isDecided, isInDoubt, isWaitingForRivals } from './arbitration-window';
import { canBeJudged, freeAtMost, heldAt, levelAt } from './level';
import type { ItemState, Millis } from './item-state';
import { setAsideAt } from './parts';
import { contendersIn, goneAt } from './shortage';

/** A broken invariant is a bug: the batch is rolled back and parked with this message, never committed. */
export class InvariantBroken extends Error {
  constructor(
    readonly invariant: string,
    readonly itemId: string,
    detail: string,
  ) {
    super(`${invariant} broken for item ${itemId}: ${detail}`);
    this.name = 'InvariantBroken';
  }
}

/** Asserted after every decision, before anything is written. */
export function assertItem(item: ItemState, now: Millis): void {
  const fail = (invariant: string, detail: string): never => {
    throw new InvariantBroken(invariant, item.itemId, detail);
  };
  const lines = new Set<string>();
  for (const promise of item.promises) {
    const key = `${promise.channel}/${promise.order}/${promise.line}`;
    if (lines.has(key)) fail('I3', `two promises for order line ${key}`);
    lines.add(key);
    if (promise.owed < 0 || promise.short < 0) fail('I3', `negative units in promise ${key}`);
    if (!isDecided(promise) && !isWaitingForRivals(promise, now) && !isInDoubt(item, promise))
      fail('I3', `promise ${key} left undecided`);
    if (promise.elsewhere.length > 0 && setAsideAt(promise, promise.location) < 0)
      fail('I3', `promise ${key} has more elsewhere than it sets aside`);
  }
  for (const { units, yielded, location } of item.holds)
    if (units < 0 || yielded < 0) fail('I9', `a hold at ${location} went below zero`);
  for (const { location } of item.levels) {
    const { mirror } = levelAt(item, location);
    if (mirror.claim < 0) fail('I2', `negative claim at ${location}`);
    // Who is short is decided once the records behind the row are known, and what a count made of it.
    if (!canBeJudged(item, location)) continue;
    const gone = goneAt(item, location, now);
    if (gone > 0 && contendersIn(item, [location], now).length > 0)
      fail('I1', `promises exceed the units at ${location} by ${gone}`);
    const held = heldAt(item, location, now);
    if (held > 0 && held > Math.max(0, freeAtMost(item, location)))
      fail('I1', `${held} units held at ${location} with ${freeAtMost(item, location)} free`);
  }
}
