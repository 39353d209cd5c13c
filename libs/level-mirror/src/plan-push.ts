import { missingAtStore, shownAtStore, type StoreMirror } from './store-mirror';

/** What a store may show, as the core last said it, with what that number has counted of the store itself. */
export interface Desired {
  readonly lowerTo: number;
  readonly raiseTo: number;
  readonly version: number;
  /** The core deals these units out to one store each, so a lowering is done only once a read shows what is left. */
  readonly dealt: boolean;
  readonly counted: { readonly ordersSeen: number; readonly claim: number; readonly edits: number };
}

export type PushPlan = { readonly push: false } | { readonly push: true; readonly from: number; readonly to: number };

/**
 * What to send, if anything. Orders and claims that the wanted number has not counted are taken off it; nothing is ever
 * added for what it has not counted. Lower only to `lowerTo`, raise only to `raiseTo`; between them send nothing.
 */
export function planPush(mirror: StoreMirror, desired: Desired): PushPlan {
  const from = shownAtStore(mirror);
  if (from === null || mirror.dirty || mirror.open !== null) return { push: false };
  const uncountedMissing = Math.max(0, missingAtStore(mirror) - missingAtStore(desired.counted));
  const takenOff = uncountedOrders(mirror, desired) + uncountedMissing;
  const lowerTo = Math.max(0, desired.lowerTo - takenOff);
  const raiseTo = Math.max(0, Math.min(desired.raiseTo, desired.lowerTo) - takenOff);
  if (from > lowerTo) return { push: true, from, to: lowerTo };
  if (from < raiseTo) return { push: true, from, to: raiseTo };
  return { push: false };
}

/**
 * Could this wanted number still raise the level, without a newer one, once what is missing there is explained? Then the
 * core must go on counting with the higher number, although nothing is to be sent now.
 */
export function mayStillRaise(mirror: StoreMirror, desired: Desired): boolean {
  const shown = shownAtStore(mirror);
  return shown === null || shown < Math.min(desired.raiseTo, desired.lowerTo) - uncountedOrders(mirror, desired);
}

function uncountedOrders(mirror: StoreMirror, desired: Desired): number {
  return Math.max(0, mirror.ordered - desired.counted.ordersSeen);
}
