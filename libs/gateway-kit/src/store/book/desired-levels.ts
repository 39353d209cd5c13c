import type { Desired } from '@tillbridge/level-mirror';
import type { Tx } from '@tillbridge/persistence';

export interface DesiredLevel extends Desired {
  readonly channel: string;
  readonly itemId: string;
  readonly storeLocation: string;
}

/**
 * What the core wants each store to show, per item: only the newest. Kept apart from the store's levels because it may
 * come before we know which listing the item is.
 */
export interface DesiredLevels {
  /** Keeps those that are newer than what is known, and returns them. */
  take(tx: Tx, wanted: readonly DesiredLevel[]): Promise<DesiredLevel[]>;
  /** What was wanted of an item while a channel listed it raises nothing there any more, until something newer is wanted. */
  raiseNoMore(tx: Tx, channel: string, itemIds: readonly string[]): Promise<void>;
  of(tx: Tx, channel: string, itemIds: readonly string[]): Promise<DesiredLevel[]>;
}
