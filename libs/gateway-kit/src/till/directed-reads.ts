import { backoffMs } from '@tillbridge/service-kit';
import { placeKey, type Place, type ReadRow } from './findings';
import type { TillReaderSettings } from './settings';
import { isSatisfiedBy, type DueRead, type NewDueRead } from './state/due-reads';

/** Longer than one tick of a till whose stamps are whole seconds. */
const tieBreakMs = 2_000;

const after = (now: Date, ms: number): Date => new Date(now.getTime() + ms);

/** A record is certain to be in the row only when the row is read late enough after the record was seen. */
export function confirmations(records: readonly Place[], now: Date, settings: TillReaderSettings): NewDueRead[] {
  const dueAt = after(now, settings.settleMs + settings.confirmSlackMs);
  return placesOf(records).map((place) => ({ ...place, reason: 'record', above: null, dueAt }));
}

/** A second change within the same tick of the till's clock would go unnoticed. */
export function tieBreaks(ties: readonly Place[], now: Date): NewDueRead[] {
  return placesOf(ties).map((place) => ({ ...place, reason: 'tie', above: null, dueAt: after(now, tieBreakMs) }));
}

function placesOf(places: readonly Place[]): Place[] {
  const unique = new Map(places.map((place) => [placeKey(place), place]));
  return [...unique.values()].map(({ externalId, location }) => ({ externalId, location }));
}

export interface Judged {
  done: string[];
  again: { id: string; dueAt: Date }[];
  /** Still without their post after the last quick attempt: a person should know. */
  overdue: DueRead[];
}

/** Which reads have got what they were for. */
export function judgeReads(
  reads: readonly DueRead[],
  read: { rows: readonly ReadRow[]; stale: readonly ReadRow[]; answered: ReadonlySet<string> },
  now: Date,
  settings: TillReaderSettings,
): Judged {
  // An older replica's row is no answer: nobody hears of it, so it confirms nothing.
  const isStale = (due: DueRead) =>
    read.stale.some(
      (row) => row.externalId === due.externalId && (due.location === null || row.location === due.location),
    );
  const isDone = (due: DueRead) =>
    read.answered.has(due.externalId) &&
    !isStale(due) &&
    (due.above === null || read.rows.some((row) => isSatisfiedBy(due, row)));
  const open = reads.filter((due) => !isDone(due));
  return {
    done: reads.filter(isDone).map((due) => due.id),
    again: open.map(({ id, attempts }) => ({ id, dueAt: after(now, backoffMs(attempts + 1, settings.directBackoff)) })),
    overdue: open.filter((due) => due.attempts + 1 === settings.directAttemptsMax),
  };
}
