/** `waiting`: not sent yet, or not everywhere. `kept`: it was due while no sink was configured. `failed`: given up, with the reason. */
export const alertStates = ['waiting', 'sent', 'failed', 'kept'] as const;
export type AlertState = (typeof alertStates)[number];

/** What a person reads: what it is about, why it is so, and what to do. Plain text, one line each. */
export interface AlertText {
  readonly subject: string;
  readonly cause: string;
  readonly action: string;
}

export interface NewAlert {
  /** What it is about, once for ever: a decision that is taken again makes no second alert. */
  readonly key: string;
  readonly text: AlertText;
  /** The same for programs. No customer data. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Not sent earlier. */
  readonly dueAt: Date;
}

export interface Alert extends NewAlert {
  readonly id: string;
  readonly createdAt: Date;
  readonly state: AlertState;
  /** Attempts since it was last asked for. */
  readonly attempts: number;
  /** Once anybody has tried, it may have been read: its words are never changed after. */
  readonly firstTriedAt: Date | null;
  readonly giveUpAt: Date | null;
  /** Names of the sinks that have taken it; they are not asked again. */
  readonly delivered: readonly string[];
  /** How often a person has asked to send it again after it had been sent. */
  readonly round: number;
  /** Why it is not everywhere yet, or not at all. */
  readonly reason: string | null;
  readonly sentAt: Date | null;
}

/** What a sink is given. The same `id` again means the same message again: a receiver may drop it. */
export interface AlertMessage {
  readonly id: string;
  /** The service it comes from. */
  readonly source: string;
  readonly at: Date;
  readonly text: AlertText;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** One way to reach people. */
export interface AlertSink {
  /** Remembered with each alert it took. */
  readonly name: string;
  /**
   * Ends within a bounded time. Returns what a person should know although it was taken, or null.
   * @throws SinkBusy when it asks to be left alone for a while; Error otherwise. Either with a reason for a person, and without any secret.
   */
  deliver(message: AlertMessage): Promise<string | null>;
}

/** It takes no message now, and has said for how long. */
export class SinkBusy extends Error {
  constructor(
    message: string,
    readonly retryAfterMs: number,
  ) {
    super(message);
  }
}

/** A message that a person asked for once more is a new one to its receivers, or they would drop it as a repetition. */
export function messageOf(alert: Alert, source: string): AlertMessage {
  const { id, round, createdAt: at, text, fields } = alert;
  return { id: round === 0 ? id : `${id}-${round}`, source, at, text, fields };
}
