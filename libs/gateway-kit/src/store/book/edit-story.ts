import { storeClaimChanged, type Cause } from '@tillbridge/contracts';
import type { OutgoingFact } from '@tillbridge/persistence';
import type { Reported, StoreLevel } from './store-level';

/** Keeps what is known of missing units and of edits in step with their numbers, whatever changed those. */
export function withStory(before: StoreLevel, after: StoreLevel, now: Date): StoreLevel {
  const { claim, edits } = after.mirror;
  const { missingSince, editedAt } = before.story;
  const story = {
    missingSince: claim === 0 ? null : (missingSince ?? now),
    // What was asked about other units says nothing of these.
    settled: claim > 0 && claim === before.mirror.claim && after.story.settled,
    editedAt: edits === 0 ? null : edits === before.mirror.edits ? editedAt : now,
  };
  const isSame = (Object.keys(story) as (keyof typeof story)[]).every((key) => story[key] === after.story[key]);
  return isSame ? after : { ...after, story };
}

/** Nothing that could be asked explains the claim: from now on it is for a person to say what became of the units. */
export function withSettledClaim(level: StoreLevel): StoreLevel {
  const { mirror, story } = level;
  return { ...level, mirror: { ...mirror, seq: mirror.seq + 1 }, story: { ...story, settled: true } };
}

export function isReportDue(level: StoreLevel): boolean {
  const wanted = reportOf(level);
  return (Object.keys(wanted) as (keyof Reported)[]).some((key) => wanted[key] !== level.reported[key]);
}

export function reported(level: StoreLevel): StoreLevel {
  return isReportDue(level) ? { ...level, reported: reportOf(level) } : level;
}

const reportOf = ({ mirror: { claim, edits, ended, reversed }, story: { settled } }: StoreLevel): Reported => ({
  claim,
  edits,
  ended,
  reversed,
  settled,
});

export function claimFact(level: StoreLevel, cause: Cause, now: Date): OutgoingFact<typeof storeClaimChanged> {
  const { channel, externalId, storeLocation, mirror, story } = level;
  return {
    definition: storeClaimChanged,
    cause,
    data: {
      channel,
      externalId,
      storeLocation,
      ...reportOf(level),
      ordersSeen: mirror.ordered,
      since: story.missingSince?.toISOString() ?? null,
      seq: mirror.seq,
      observedAt: now.toISOString(),
    },
  };
}
