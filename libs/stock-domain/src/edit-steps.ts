import { isUnsent } from './adjustments';
import { viewOf } from './decide-store';
import type { EditOutcome, ItemState, StoreView } from './item-state';

/**
 * One immutable line on the units that a store level is missing: `missing`, its claim rose or fell by so many; `booked`, its
 * gateway took so many for an edit, or took one back; `turned up`, that many of those taken off at the till; `counted`, a
 * count of the shelf has made an adjustment of so many needless; and what people said. A claim and its balance of edits are
 * the sums of their lines.
 */
export interface EditStep {
  readonly channel: string;
  readonly storeLocation: string;
  readonly what: 'missing' | 'booked' | 'turned up' | 'counted' | EditOutcome;
  readonly units: number;
}

/** What a decision changed of what its store levels are missing. */
export function editStepsBetween(before: ItemState, after: ItemState): readonly EditStep[] {
  return [...viewStepsBetween(before, after), ...absorbedBetween(before, after)];
}

/** Nothing but a count drops an adjustment that the till has never shown. */
function absorbedBetween(before: ItemState, after: ItemState): readonly EditStep[] {
  if (before.adjustments === after.adjustments) return [];
  return before.adjustments
    .filter((adjustment) => isUnsent(adjustment) && !after.adjustments.some(({ id }) => id === adjustment.id))
    .map(({ channel, storeLocation, units }) => ({ channel, storeLocation, what: 'counted', units }));
}

function viewStepsBetween(before: ItemState, after: ItemState): readonly EditStep[] {
  if (before.views === after.views) return [];
  return after.views
    .filter((view) => !before.views.includes(view))
    .flatMap((view) => stepsOf(viewOf(before, view.channel, view.storeLocation), view));
}

function stepsOf(before: StoreView, after: StoreView): readonly EditStep[] {
  const { channel, storeLocation } = after;
  const said = [
    after.story.onClaim === before.story.onClaim ? null : after.story.onClaim,
    after.story.onGiveBack === before.story.onGiveBack ? null : after.story.onGiveBack,
  ].filter((verdict) => verdict !== null);
  const steps: readonly Pick<EditStep, 'what' | 'units'>[] = [
    { what: 'missing', units: after.claim - before.claim },
    { what: 'booked', units: after.edits - before.edits },
    { what: 'turned up', units: Math.max(0, after.story.toGiveBack - before.story.toGiveBack) },
    ...said.map(({ outcome, units }) => ({ what: outcome, units })),
  ];
  return steps.filter(({ units }) => units !== 0).map((step) => ({ channel, storeLocation, ...step }));
}
