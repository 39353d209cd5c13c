import { z } from 'zod';
import { defineEvent } from '../define-event';
import { channelId, externalId, instant, quantity } from '../units';

export const cartObserved = defineEvent({
  type: 'cart.observed',
  version: 1,
  producers: ['shopify-gateway'],
  consumers: ['inventory-core'],
  summary:
    'A cart as it stands, under a hashed token; absolute, the newest `updatedAt` wins. Soft: it may keep units from other channels for a while, and always yields to an order.',
  payload: z.object({
    channel: channelId,
    cart: z.string().min(16).max(128),
    updatedAt: instant,
    lines: z.array(z.object({ externalId, quantity })),
  }),
  examples: [
    {
      channel: 'store-a',
      cart: 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9',
      updatedAt: '2026-11-23T10:00:00.000Z',
      lines: [{ externalId: '43729076', quantity: 2 }],
    },
  ],
});
export type CartObserved = z.infer<typeof cartObserved.payload>;
