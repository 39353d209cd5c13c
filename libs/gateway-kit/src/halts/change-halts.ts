import { channelStateChanged, type Cause } from '@tillbridge/contracts';
import type { Outbox, Tx } from '@tillbridge/persistence';
import type { ChannelHalts } from './channel-halts';
import type { Halted } from './halts';

export interface HaltDeps {
  halts: ChannelHalts;
  outbox: Outbox;
  now(): Date;
}

/** Changes what holds a channel back, and tells of it in the same transaction. @returns whether anything changed. */
export async function changeHalts(
  tx: Tx,
  { halts, outbox, now }: HaltDeps,
  channel: string,
  change: (halted: Halted) => Halted,
): Promise<boolean> {
  const before = await halts.take(tx, channel);
  const after = change(before);
  if (after === before) return false;
  await halts.save(tx, after);
  const at = now().toISOString();
  const told = after.halts.map(({ kind, since, reason }) => ({ kind, since: since.toISOString(), reason }));
  const cause: Cause = { correlationId: `${channel}/state/${after.seq}`, causationId: null, traceparent: null };
  await outbox.add(tx, [
    { definition: channelStateChanged, data: { channel, halts: told, seq: after.seq, at }, cause },
  ]);
  return true;
}
