import type { Envelope } from '@tillbridge/contracts';

/** What a bridge lacks that is broken on purpose; a sound one lacks nothing. */
export interface Weakness {
  readonly store?: {
    /** A push without an answer is taken for one without effect. */
    readonly lostIsNotDone?: boolean;
    /** The store cannot tell a push that is sent again from a new one. */
    readonly forgetsKeys?: boolean;
    /** A level is set to what a push says, whatever it shows. */
    readonly comparesNothing?: boolean;
    /** Nobody asks which orders have changed. */
    readonly isNeverPolled?: boolean;
  };
  readonly till?: {
    /** The till cannot tell a web order that is posted again from a new one, nor find it. */
    readonly forgetsPosts?: boolean;
    /** What it has answered is taken to be in every read that follows. */
    readonly settlesAtOnce?: boolean;
  };
  /** What becomes of a fact on its way; null: it is lost. */
  readonly fact?: (fact: Envelope) => Envelope | null;
  readonly isNeverCompared?: boolean;
  /** What has arrived is taken for handled, whatever becomes of it. */
  readonly acknowledgesAtOnce?: boolean;
  /** Nobody remembers which messages were handled. */
  readonly forgetsMessages?: boolean;
  /** The core writes whatever was written since it read. */
  readonly forgetsVersions?: boolean;
}
