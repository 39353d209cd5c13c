import { readToken, takeStoreRead, type StoreMirror } from '@tillbridge/level-mirror';
import type { PublishedAvailability, StoreView } from '@tillbridge/stock-domain';
import { ownRules, type Rules } from './rules';

// What a core or a gateway does worse than the product's own, to show what the right one is there for.

/** A core that takes what was acknowledged last for all that a store may show. */
export const onlyAcknowledged = (view: StoreView): StoreView => ({ ...view, granted: [] });

/** A core that forgets what a newer number has replaced, though it may have left already. */
export const onlyNewestNumber = (view: StoreView): StoreView => ({ ...view, granted: view.granted.slice(-1) });

/** A core that takes a store to show what it was told last, acknowledged or not. */
export function takenForDone(view: StoreView): StoreView {
  const newest = view.granted.at(-1);
  if (newest === undefined || view.settled === null) return view;
  return { ...view, settled: { ...view.settled, bound: newest }, granted: [] };
}

/** A core that gives the unit of a cancelled order to any store, though its own has put it back on sale. */
export const withoutPutBack = (view: StoreView): StoreView => ({ ...view, restocksCounted: 0 });

/** A core that gives units that a store misses to the other one: whoever took them, nobody has ordered them. */
export const withoutMissing = (view: StoreView): StoreView => ({
  ...view,
  claim: 0,
  settled: view.settled && { ...view.settled, missing: 0 },
});

/** A gateway that never takes an edit back, though what it took for one was a cancelled order that it had not seen. */
export const neverTakesBack: Rules['concludes'] = (store) => Math.max(0, ownRules.concludes(store));

/** A gateway that acknowledges a lowering without a read of what it took off. */
export const unproved = (told: PublishedAvailability): PublishedAvailability => ({ ...told, dealt: false });

/** A gateway that raises its store to its share at once, whatever the others may show. */
export const shareAtOnce = (told: PublishedAvailability): PublishedAvailability => ({
  ...told,
  raiseTo: told.lowerTo,
});

/** A gateway that takes what it reads for explained: the level is as wanted, whatever made it so. */
export const readIsTruth: Rules['takesRead'] = (mirror, { level }): StoreMirror => {
  if (mirror.open !== null) return mirror;
  const base = level - mirror.pushed + mirror.ordered - mirror.restocked - mirror.edits;
  return { ...mirror, base, residual: 0, claim: 0, dirty: false, lowered: false, seq: mirror.seq + 1 };
};

/** A gateway that takes less than nothing for proof of what is left. */
export const provedByLess: Rules['takesRead'] = (mirror, read) => {
  const taken = takeStoreRead(mirror, read);
  return taken === mirror ? mirror : { ...taken, lowered: false };
};

/** A gateway that takes in a level whatever it has seen since it asked for it. */
export const overtaken: Rules['takesRead'] = (mirror, { level }) =>
  takeStoreRead(mirror, { token: readToken(mirror), level });
