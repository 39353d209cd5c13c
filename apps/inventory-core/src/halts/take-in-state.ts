import type { ChannelStateChanged } from '@tillbridge/contracts';
import type { Tx } from '@tillbridge/persistence';
import type { AlertBook } from '@tillbridge/service-kit';
import { haltText } from './halt-text';
import type { HaltedChannel, HaltedChannels } from './halted-channels';

export interface TakeInStateDeps {
  readonly haltedChannels: HaltedChannels;
  readonly alerts: AlertBook;
  readonly now: () => Date;
}

type Halt = ChannelStateChanged['halts'][number];

/** A vendor that refuses us for a moment, while its keys change say, is nothing that people have to hear of. */
const lockedOutForMs = 60_000;

/**
 * Keeps what holds channels back, and has people told of each reason once: the alert is withdrawn, unless it has left, when
 * the reason is gone. Of two facts the one with the higher `seq` stands, whichever comes first.
 */
export async function takeInStates(
  deps: TakeInStateDeps,
  tx: Tx,
  till: string,
  told: readonly ChannelStateChanged[],
): Promise<void> {
  // In one order, so that two batches wait for each other instead of deadlocking.
  const inOrder = [...told].sort((a, b) => (a.channel === b.channel ? a.seq - b.seq : a.channel < b.channel ? -1 : 1));
  for (const state of inOrder) await takeInState(deps, tx, till, state);
}

async function takeInState(deps: TakeInStateDeps, tx: Tx, till: string, told: ChannelStateChanged): Promise<void> {
  const { haltedChannels, alerts, now } = deps;
  const { channel, halts, seq } = told;
  const known = await haltedChannels.get(tx, channel);
  if (known !== null && known.seq >= seq) return;
  await haltedChannels.save(tx, { channel, halts, seq, resumedAt: resumedAt(known, told) });
  const before = new Set((known?.halts ?? []).map((halt) => keyOf(channel, halt)));
  const after = new Set(halts.map((halt) => keyOf(channel, halt)));
  for (const key of [...before].sort()) if (!after.has(key)) await alerts.withdraw(tx, key);
  const fresh = halts.filter((halt) => !before.has(keyOf(channel, halt)));
  await alerts.add(
    tx,
    fresh.map((halt) => ({
      key: keyOf(channel, halt),
      text: haltText(channel, halt, channel === till),
      fields: { channel, ...halt },
      dueAt: new Date(now().getTime() + (halt.kind === 'locked-out' ? lockedOutForMs : 0)),
    })),
    now(),
  );
}

function resumedAt(known: HaltedChannel | null, { halts, at }: ChannelStateChanged): Date | null {
  if (halts.length > 0) return null;
  return known !== null && known.halts.length === 0 ? known.resumedAt : new Date(at);
}

const keyOf = (channel: string, { kind, since }: Halt): string => `halted/${channel}/${kind}/${since}`;
