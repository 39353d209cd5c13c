import type { Tx } from '@tillbridge/persistence';

/** A place of the shop, and before when its levels must have begun to keep units for them to count. */
export interface WatchedPlace {
  readonly channel: string;
  readonly storeLocation: string;
  readonly before: Date;
}

/** What one store keeps of scarce items by not acknowledging. */
export interface KeptUnits {
  readonly channel: string;
  /** Since when it keeps the oldest. */
  readonly since: Date;
  /** How many items wait for it, and of how many it keeps units only since it acknowledged anything last. */
  readonly items: number;
  readonly itemsSinceAnswer: number;
  readonly oldestItemId: string;
  /** Of that item, as its store labels it. */
  readonly sku: string | null;
  /** When it acknowledged anything last. */
  readonly answeredAt: Date | null;
}

/** A store that has kept units of scarce items from the others for long, as it was found last. */
export interface Silence extends Omit<KeptUnits, 'itemsSinceAnswer'> {
  /** People were told that it answers nothing, and not only that it does not confirm these; for as long as it is silent. */
  readonly mute: boolean;
  /** What it keeps since later was not counted. */
  readonly keptBefore: Date;
  /** What people were told of it. */
  readonly alertKey: string;
}

/** What stores keep, and which of them were found silent. */
export interface SilenceBook {
  /** What is kept at these places, by channel; of what a store keeps for the same time the lowest id is the oldest. */
  kept(tx: Tx, places: readonly WatchedPlace[]): Promise<readonly KeptUnits[]>;
  /** As found last, by channel. */
  found(tx: Tx): Promise<readonly Silence[]>;
  /**
   * Puts what is found now in the place of what was found last, and of nothing else.
   * @throws StaleVersion (or a unique violation) when somebody else has told of one of these meanwhile.
   */
  replace(tx: Tx, last: readonly Silence[], found: readonly Silence[]): Promise<void>;
}
