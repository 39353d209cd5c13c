import type { Tx } from '@tillbridge/persistence';
import type { PublishedAvailability, StoreView } from '@tillbridge/stock-domain';

/** A store level of a scarce item that owes an acknowledgement. */
export interface UnansweredLevel {
  readonly itemId: string;
  /** As its store labels it. */
  readonly sku: string | null;
  readonly view: StoreView;
  readonly published: PublishedAvailability;
}

/** A store that keeps units of scarce items from the others, because for long it has not acknowledged that it shows less. */
export interface Silence {
  readonly channel: string;
  /** Since when it owes the oldest acknowledgement. */
  readonly since: Date;
  /** How many items wait for it. */
  readonly items: number;
  readonly oldestItemId: string;
  readonly sku: string | null;
  /** It has acknowledged nothing at all since it was asked for the newest of these; else it acknowledges others. */
  readonly mute: boolean;
  /** What people were told of it. */
  readonly alertKey: string;
}

/** What stores owe, and which of them were found silent. */
export interface SilenceBook {
  /** Levels that have owed an acknowledgement since before `before`, of stores that list the item; the longest first. */
  unanswered(tx: Tx, before: Date, limit: number): Promise<readonly UnansweredLevel[]>;
  /** When a store acknowledged anything last. */
  answeredAt(tx: Tx, channel: string): Promise<Date | null>;
  /** As found last, by channel. */
  found(tx: Tx): Promise<readonly Silence[]>;
  /**
   * Puts what is found now in the place of what was found last, and of nothing else.
   * @throws StaleVersion (or a unique violation) when somebody else has told of one of these meanwhile.
   */
  replace(tx: Tx, last: readonly Silence[], now: readonly Silence[]): Promise<void>;
}
