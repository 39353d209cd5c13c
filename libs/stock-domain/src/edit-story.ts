import type { EditStory } from './item-state';
import type { StoreReport } from './decide-store';

export const noStory: EditStory = {
  since: null,
  settled: false,
  ended: 0,
  booked: 0,
  reversed: 0,
  accepted: 0,
  toGiveBack: 0,
  alerted: 0,
  onClaim: null,
  onGiveBack: null,
};

/** Missing units for whose claim nobody has said the last word. */
export const openUnits = (claim: number, { ended, booked }: EditStory): number => Math.max(0, claim - (ended - booked));

/** What a newer report of the level makes of what is known. Its gateway's sums only rise, so that no report need arrive. */
export function withReport(story: EditStory, report: StoreReport): EditStory {
  const booked = Math.max(story.booked, report.ended ?? 0);
  const ended = Math.max(story.ended, booked);
  const reversed = Math.max(story.reversed, report.reversed ?? 0);
  const turnedUp = Math.min(reversed - story.reversed, story.accepted);
  const settled = report.settled ?? false;
  const next: EditStory = {
    ...story,
    booked,
    ended,
    reversed,
    settled,
    since: report.since ?? null,
    // Once its gateway takes the edit for part of the level, no order that comes can be the one behind it.
    accepted: report.edits >= 0 && booked === ended ? 0 : story.accepted - turnedUp,
    toGiveBack: story.toGiveBack + turnedUp,
  };
  const missing = openUnits(report.claim, next);
  // Missing since another moment, they are other units.
  const alerted = next.since === story.since ? story.alerted : 0;
  return { ...next, alerted: missing === 0 ? 0 : settled ? Math.max(alerted, missing) : alerted };
}
