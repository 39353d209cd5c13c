import type { ChannelStateChanged } from '@tillbridge/contracts';
import type { Tx } from '@tillbridge/persistence';

/** What holds a channel back, as its gateway told it last. */
export interface HaltedChannel extends Pick<ChannelStateChanged, 'channel' | 'halts' | 'seq'> {
  /** When it was last let go altogether; null: never was, or not since it is held back. */
  readonly resumedAt: Date | null;
}

/** The channels of which anybody ever told that something holds them back. */
export interface HaltedChannels {
  all(tx: Tx): Promise<HaltedChannel[]>;
  get(tx: Tx, channel: string): Promise<HaltedChannel | null>;
  /** @throws StaleVersion when something as new is stored already. */
  save(tx: Tx, channel: HaltedChannel): Promise<void>;
}
