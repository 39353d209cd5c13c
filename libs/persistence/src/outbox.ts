import type { Cause, Envelope, EventDefinition, PayloadOf, ServiceName } from '@tillbridge/contracts';
import type { Tx } from './unit-of-work';

/** A fact about to be told: it is published after, and only if, the transaction it was added to commits. */
export interface OutgoingFact<D extends EventDefinition = EventDefinition> {
  definition: D;
  data: PayloadOf<D>;
  cause: Cause;
  /** Default: now. */
  occurredAt?: Date;
}

/** The only way to publish. Rows are removed once the broker has confirmed them. */
export interface Outbox {
  /**
   * @throws PermanentError naming the path when a payload breaks its schema, or when this service is no producer of it.
   */
  add(tx: Tx, facts: readonly OutgoingFact[]): Promise<void>;
  /** The oldest unpublished facts that no other transaction has claimed; they stay claimed until `tx` ends. */
  claim(tx: Tx, limit: number): Promise<Envelope[]>;
  /** Removes facts that the broker has confirmed. */
  markPublished(tx: Tx, ids: readonly string[]): Promise<void>;
  /** Age of the oldest unpublished fact in ms; null when there is none. */
  oldestAgeMs(): Promise<number | null>;
  pending(): Promise<number>;
  /** Calls `listener` after each commit that added facts. */
  onAdded(listener: () => void): void;
}

export interface OutboxOptions {
  /** The producer named in every envelope. */
  service: ServiceName;
  now?: () => Date;
}
