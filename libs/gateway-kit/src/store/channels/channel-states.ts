import type { Halted } from '../../halts/halts';
import type { StoreState } from '../store-state';

/** One configured channel: what holds it back, and what waits. */
export interface ChannelState extends Halted {
  readonly connectedAt: Date | null;
  readonly disconnectedReason: string | null;
  readonly waits: {
    readonly pushesWanted: number;
    readonly pushesOpen: number;
    readonly tasks: number;
    readonly resolutions: number;
  };
}

/** What holds each configured channel back, and what waits for that to be over. */
export async function channelStates({
  uow,
  channels,
  halts,
  levels,
  tasks,
}: Omit<StoreState, 'book' | 'onWork'>): Promise<ChannelState[]> {
  const states: ChannelState[] = [];
  for (const { settings, connectedAt, disconnectedReason } of await channels.all()) {
    const { channel } = settings;
    const { pushesWanted, pushesOpen } = await levels.counts(channel);
    const { waiting, resolutions } = await tasks.counts(channel);
    const halted = await uow.run((tx) => halts.get(tx, channel));
    const waits = { pushesWanted, pushesOpen, tasks: waiting, resolutions };
    states.push({ ...halted, connectedAt, disconnectedReason, waits });
  }
  return states;
}
