import type { Tx } from '@tillbridge/persistence';

/** A configured channel, as far as comparing needs it. */
export interface Channel {
  id: string;
  kind: 'till' | 'store';
}

/** The channels of `tillbridge.yaml`: what a run compares. */
export interface Channels {
  /** By id. */
  all(tx: Tx): Promise<Channel[]>;
  /** Those no longer among `channels` are left out from then on; the same again changes nothing more. */
  replace(tx: Tx, channels: readonly Channel[]): Promise<void>;
}
