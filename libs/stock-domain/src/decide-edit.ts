import { newAdjustment } from './adjustments';
import { viewOf, withView } from './decide-store';
import { openUnits } from './edit-story';
import type { EditOutcome, EditStory, EditVerdict, ItemState, StoreView } from './item-state';
import type { StorePlace } from './policy';

/** What a person says of one store level, and of which report of it. */
export interface EditAsk {
  readonly channel: string;
  readonly storeLocation: string;
  readonly outcome: EditOutcome;
  /** The report that the person saw. */
  readonly seq: number;
  /** Where the units are gone from, or put back to; null where the place serves one location only. */
  readonly location: string | null;
  /** For the adjustment, if one follows. */
  readonly adjustmentId: string;
}

export type EditDecision =
  | { readonly kind: 'decided' | 'decided before'; readonly item: ItemState; readonly verdict: EditVerdict }
  | { readonly kind: 'refused'; readonly why: EditRefusal; readonly view: StoreView };

/**
 * `stale`: the level was reported anew since. `decided otherwise`: of this very report something else was said. `nothing
 * open`: nothing is missing, or nothing has turned up again. `not settled`: an order may still explain it. `which location`:
 * the place serves several, and none of them was named.
 */
export type EditRefusal = 'stale' | 'decided otherwise' | 'nothing open' | 'not settled' | 'which location';

/**
 * A person's word on what a store level is missing, or on what turned up again. Accepted units leave the claim and the till
 * in one decision, so that the units that are free stay the same; dismissed ones are free again.
 */
export function decideEdit(item: ItemState, place: StorePlace, ask: EditAsk): EditDecision {
  const view = viewOf(item, ask.channel, ask.storeLocation);
  const refuse = (why: EditRefusal): EditDecision => ({ kind: 'refused', why, view });
  const before = isOfClaim(ask.outcome) ? view.story.onClaim : view.story.onGiveBack;
  if (before?.seq === ask.seq)
    return before.outcome === ask.outcome
      ? { kind: 'decided before', item, verdict: before }
      : refuse('decided otherwise');
  if (ask.seq !== view.seq) return refuse('stale');
  const units = isOfClaim(ask.outcome) ? openUnits(view.claim, view.story) : view.story.toGiveBack;
  if (units === 0) return refuse('nothing open');
  if (isOfClaim(ask.outcome) && !view.story.settled) return refuse('not settled');
  const location = locationOf(place, ask.location);
  if (location === null && adjusts(ask.outcome)) return refuse('which location');
  return { kind: 'decided', ...decided(item, view, ask, units, location) };
}

/** Whether it is a word on units that are missing; else it is on units that turned up again. */
export const isOfClaim = (outcome: EditOutcome): boolean => outcome === 'accepted' || outcome === 'dismissed';
const adjusts = (outcome: EditOutcome): boolean => outcome === 'accepted' || outcome === 'given back';

function locationOf({ serves }: StorePlace, named: string | null): string | null {
  if (named !== null) return serves.includes(named) ? named : null;
  return serves.length === 1 ? serves[0] : null;
}

function decided(item: ItemState, view: StoreView, ask: EditAsk, units: number, location: string | null) {
  const { channel, storeLocation, outcome, seq, adjustmentId } = ask;
  const adjustment =
    location !== null && adjusts(outcome)
      ? newAdjustment({
          id: adjustmentId,
          channel,
          storeLocation,
          location,
          units: outcome === 'accepted' ? units : -units,
        })
      : null;
  const verdict: EditVerdict = { seq, outcome, units, adjustment: adjustment?.id ?? null };
  const next = withView(item, { ...view, story: withVerdict(view.story, verdict) });
  return {
    item: adjustment === null ? next : { ...next, adjustments: [...next.adjustments, adjustment] },
    verdict,
  };
}

function withVerdict(story: EditStory, verdict: EditVerdict): EditStory {
  const { outcome, units } = verdict;
  if (!isOfClaim(outcome)) return { ...story, toGiveBack: 0, onGiveBack: verdict };
  const accepted = story.accepted + (outcome === 'accepted' ? units : 0);
  return { ...story, ended: story.ended + units, accepted, alerted: 0, onClaim: verdict };
}
