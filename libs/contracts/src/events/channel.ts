import { z } from 'zod';
import { defineEvent } from '../define-event';
import { channelId, instant } from '../units';

/** Why nothing, or not everything, is written to a channel. Several may hold at once. */
export const haltKinds = ['paused', 'locked-out', 'braked'] as const;

export const channelStateChanged = defineEvent({
  type: 'channel.state_changed',
  version: 1,
  producers: ['shopify-gateway', 'lightspeed-gateway'],
  consumers: ['inventory-core'],
  summary:
    'What holds back everything that would be written to a channel, as it is now; an empty list: nothing does. The highest `seq` wins.',
  payload: z.object({
    channel: channelId,
    halts: z
      .array(
        z.object({
          /** `paused` by a person; `locked-out`: the vendor refuses our credentials; `braked`: too much would have changed at once. */
          kind: z.enum(haltKinds),
          since: instant,
          /** For people, in one sentence. */
          reason: z.string().max(500),
        }),
      )
      .max(haltKinds.length),
    /** Rises with every change of this channel. */
    seq: z.number().int().positive(),
    at: instant,
  }),
  examples: [
    {
      channel: 'store-a',
      halts: [{ kind: 'paused', since: '2026-11-23T10:00:00.000Z', reason: 'stocktake of what the web shop sells' }],
      seq: 3,
      at: '2026-11-23T10:00:00.000Z',
    },
  ],
});
export type ChannelStateChanged = z.infer<typeof channelStateChanged.payload>;
