import { z } from 'zod';
import { defineEvent } from '../define-event';
import { channelId, externalId, instant, itemId, quantity, storeLocationId, units } from '../units';

export const storeClaimChanged = defineEvent({
  type: 'store.claim_changed',
  version: 1,
  producers: ['shopify-gateway'],
  consumers: ['inventory-core'],
  summary:
    'What one store level shows that its known facts do not explain, with how many ordered units those facts hold; the highest `seq` wins.',
  payload: z.object({
    channel: channelId,
    externalId,
    storeLocation: storeLocationId,
    /** Units missing from the store's level without a fact that explains them; a claim until one does. */
    claim: quantity,
    /** Signed balance of external edits that were concluded at this level. */
    edits: units,
    /** Units ever ordered at this level that the gateway has seen; only rises. Lets the core notice orders it has not counted. */
    ordersSeen: quantity,
    seq: z.number().int().nonnegative(),
    observedAt: instant,
  }),
  examples: [
    {
      channel: 'store-a',
      externalId: '43729076',
      storeLocation: '655441491',
      claim: 1,
      edits: 0,
      ordersSeen: 4,
      seq: 12,
      observedAt: '2026-11-23T10:00:00.000Z',
    },
  ],
});
export type StoreClaimChanged = z.infer<typeof storeClaimChanged.payload>;

export const availabilityChanged = defineEvent({
  type: 'availability.changed',
  version: 1,
  producers: ['inventory-core'],
  consumers: ['shopify-gateway'],
  summary:
    'What one store may sell of an item at one of its locations: lower to `lowerTo`, raise only up to `raiseTo`; absolute, the highest `version` wins.',
  payload: z.object({
    channel: channelId,
    itemId,
    storeLocation: storeLocationId,
    /** A store that shows more than this is lowered to it. */
    lowerTo: quantity,
    /** A store that shows less than this is raised to it; never above `lowerTo`. */
    raiseTo: quantity,
    version: z.number().int().positive(),
    /** What this number has counted of the store itself, so that the gateway can take off what it has not. */
    counted: z.object({ ordersSeen: quantity, claim: quantity, edits: units }),
  }),
  examples: [
    {
      channel: 'store-a',
      itemId: '01932f6e-7c00-7d30-8a10-5a2c3e4f5a6b',
      storeLocation: '655441491',
      lowerTo: 4,
      raiseTo: 4,
      version: 17,
      counted: { ordersSeen: 3, claim: 0, edits: 0 },
    },
  ],
});
export type AvailabilityChanged = z.infer<typeof availabilityChanged.payload>;
