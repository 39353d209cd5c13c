import type { Millis } from './item-state';

/** What a count made of the web orders that were set aside: their units are in the level now, or they are not. */
export type SetAside = 'counted' | 'notCounted';

/** A count of this item at one location of the till. */
export interface CountMark {
  readonly countId: string;
  /** `over`: there is nothing left to do about it; kept so that older news of it changes nothing. */
  readonly state: 'open' | 'closed' | 'over';
  /** By the till's clock. `closedAt` is null while it is open. */
  readonly openedAt: Millis;
  readonly closedAt: Millis | null;
  /** When it was first known to be closed, by the gateway's clock; null while it is open. */
  readonly seenAt: Millis | null;
  /** Web orders whose units were set aside here when it was seen to be open, or when it was closed. */
  readonly lines: readonly CountedLine[];
  /** Adjustments that were never sent when it was closed: it has found the shelf as they say, and they are not needed. */
  readonly adjustments: readonly string[];
  /** null while a person has to say. */
  readonly setAside: SetAside | null;
  /** Why a person has to say; null where nobody has. */
  readonly question: string | null;
}

export interface CountedLine {
  readonly channel: string;
  readonly order: string;
  readonly line: string;
  /** Whole units that were set aside; negative: units that had come back and that the till had not booked yet. */
  readonly units: number;
  /** Of these, units that had left before people began, as was heard later: nobody counted them. Absent: none had. */
  readonly left?: number;
}
