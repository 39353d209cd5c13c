import type { Tx } from '@tillbridge/persistence';
import type { Alert, AlertState, NewAlert } from './alert';

export interface ClaimBounds {
  readonly limit: number;
  /** For how long nobody else takes what was claimed; longer than any sink takes. */
  readonly leaseMs: number;
  /** How long after its first attempt an alert is given up. */
  readonly patienceMs: number;
}

/** What an attempt came to. `waiting`: again at `dueAt`. */
export type Settlement =
  | { readonly state: 'waiting'; readonly dueAt: Date; readonly reason: string }
  | { readonly state: 'sent'; readonly at: Date; readonly reason: string | null }
  | { readonly state: 'failed' | 'kept'; readonly reason: string };

export interface AlertsAsked {
  readonly state: AlertState | null;
  /** Only those older than the alert with this id. */
  readonly after: string | null;
  readonly limit: number;
}

/** Alerts to people, written in the transaction of what they tell of: none is lost, and none tells of what was rolled back. */
export interface AlertBook {
  /** One whose key is known is left as it stands. */
  add(tx: Tx, alerts: readonly NewAlert[], now: Date): Promise<void>;
  /** By key; what is not known is left out. */
  find(tx: Tx, keys: readonly string[]): Promise<ReadonlyMap<string, Alert>>;
  /** Gives an alert other words and another time. False when it is not known, or when anybody has tried to send it. */
  rewrite(tx: Tx, alert: NewAlert): Promise<boolean>;
  /** Takes back what nobody has tried to send; what may have been read stays. */
  withdraw(tx: Tx, key: string): Promise<void>;
  /** What is due and nobody else is sending, the longest due first; leased to the caller, each with its attempt counted. */
  claim(tx: Tx, now: Date, bounds: ClaimBounds): Promise<Alert[]>;
  /** A sink has taken it; true whatever becomes of the rest. */
  delivered(tx: Tx, id: string, sink: string): Promise<void>;
  /** Ends the attempt. False when the lease was over and somebody else has claimed it: then that one says how it ends. */
  settle(tx: Tx, claimed: Alert, settlement: Settlement): Promise<boolean>;
  /** When the next one is due or its lease ends; null when nothing waits. */
  nextDueAt(tx: Tx): Promise<Date | null>;
  /** The newest first. */
  page(tx: Tx, asked: AlertsAsked): Promise<Alert[]>;
  one(tx: Tx, id: string): Promise<Alert | null>;
  /** Makes one that is not waiting due at once; to all sinks if it had been sent, else to those that have not taken it. */
  sendAgain(tx: Tx, id: string, now: Date): Promise<boolean>;
  /** Forgets what is older and not waiting, a bounded number; returns how many. */
  prune(tx: Tx, before: Date): Promise<number>;
}

export const prunedAtOnceMax = 1_000;
