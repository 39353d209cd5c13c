import { z } from 'zod';
import { defineEvent } from '../define-event';
import { channelId, externalId, instant, itemId, units } from '../units';

export const driftDetected = defineEvent({
  type: 'drift.detected',
  version: 1,
  producers: ['reconciler'],
  consumers: ['shopify-gateway', 'lightspeed-gateway'],
  summary: 'A channel shows something that no message in flight explains; its gateway reads that level again.',
  payload: z.object({
    run: z.uuid(),
    channel: channelId,
    itemId: itemId.nullable(),
    externalId,
    /** Our location for the till, the store's own for a store. */
    place: z.string().min(1).max(128),
    expected: units,
    observed: units,
    at: instant,
  }),
  examples: [
    {
      run: '01932f6e-7c00-7d30-8a10-5a2c3e4f5a6b',
      channel: 'store-a',
      itemId: '01932f6e-7c00-7d30-8a10-5a2c3e4f5a6b',
      externalId: '43729076',
      place: '655441491',
      expected: 4,
      observed: 5,
      at: '2026-11-23T10:00:00.000Z',
    },
  ],
});
export type DriftDetected = z.infer<typeof driftDetected.payload>;
