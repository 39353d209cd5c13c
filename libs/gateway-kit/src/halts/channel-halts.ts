import type { Tx } from '@tillbridge/persistence';
import type { Halted } from './halts';

/** What holds each channel back; a channel that nothing ever held back is not stored. */
export interface ChannelHalts {
  get(tx: Tx, channel: string): Promise<Halted>;
  /** As `get`, for changing it: nobody else can until the transaction ends. */
  take(tx: Tx, channel: string): Promise<Halted>;
  /** @throws StaleVersion unless it is one change on from what is stored. */
  save(tx: Tx, halted: Halted): Promise<void>;
}
