import type { Tx } from '@tillbridge/persistence';

/**
 * Whose turn it is to change what is kept of a channel. A store lets in a few calls a second, so it loses nothing when its
 * levels change one transaction at a time; decided side by side, they would overtake each other or lock each other out just
 * when a rush makes them hot (docs/adr/0015).
 */
export interface Turns {
  /** Waits until no other transaction has the turn of one of `channels`; once per `tx`, given back when it ends. */
  take(tx: Tx, channels: readonly string[]): Promise<void>;
}
