import type { Tx } from '@tillbridge/persistence';

export interface DeliveryKey {
  readonly channel: string;
  /** The vendor's id of this delivery: a retry carries the same one. */
  readonly deliveryId: string;
}

export interface NewDelivery extends DeliveryKey {
  readonly topic: string;
  /** The few headers that translation needs. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as it came in, sealed with Cipher. */
  readonly sealed: Buffer;
  readonly receivedAt: Date;
}

export interface WaitingDelivery extends NewDelivery {
  /** Failed attempts so far. */
  readonly attempts: number;
}

/** A delivery that a person has to look at. `replayable` is false once its body has been purged. */
export interface ParkedDelivery extends DeliveryKey {
  readonly topic: string;
  readonly reason: string;
  readonly attempts: number;
  readonly receivedAt: Date;
  readonly replayable: boolean;
}

/**
 * Vendor deliveries as they came in, stored before they are answered. `waiting` becomes `translated` (its body is purged
 * with that, a small row stays so that a late copy is recognised) or `parked` (a person may replay it until its body is
 * purged, and see for some weeks that it was there).
 */
export interface RawIntake {
  /** @returns false when this delivery is known already; nothing is changed then. */
  store(tx: Tx, delivery: NewDelivery): Promise<boolean>;
  /** The oldest that are due, or the due ones among `keys`; no other transaction gets them until this one ends. */
  take(tx: Tx, wanted: { now: Date; limit: number; keys?: readonly DeliveryKey[] }): Promise<WaitingDelivery[]>;
  markTranslated(tx: Tx, keys: readonly DeliveryKey[]): Promise<void>;
  park(tx: Tx, key: DeliveryKey, reason: string): Promise<void>;
  /** One more failed attempt; not due again before `notBefore`. */
  postpone(tx: Tx, key: DeliveryKey, notBefore: Date): Promise<void>;
  /** Of the parked only those that a person can still replay: nothing is under way in the others. */
  counts(): Promise<{ waiting: number; parked: number }>;
  /** Those that can still be replayed first, then the oldest first. */
  listParked(limit: number): Promise<ParkedDelivery[]>;
  /** Puts parked deliveries that still have a body back to waiting, with their attempts forgotten. @returns how many. */
  replay(tx: Tx, keys: readonly DeliveryKey[] | 'all'): Promise<number>;
  /** By time of receipt. @returns how many bodies were purged, and how many rows forgotten. */
  purge(tx: Tx, before: PurgeBefore): Promise<{ purged: number; forgotten: number }>;
}

/** What was received before these instants is no longer kept. */
export interface PurgeBefore {
  /** The body of what is parked: it holds customer data. Row and reason stay for a while. */
  readonly parkedBody: Date;
  /** The row of what was parked and has no body any more. */
  readonly parked: Date;
  readonly translated: Date;
}

export function deliveryKey({ channel, deliveryId }: DeliveryKey): string {
  return JSON.stringify([channel, deliveryId]);
}
