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
    /** Since when units are missing without a break; null while none are. */
    since: instant.nullable().default(null),
    /** Whether all that could explain `claim` was asked: a read has settled, and a whole poll of orders begun after it told nothing. */
    settled: z.boolean().default(false),
    /** Of `edit.decided`, the newest that is in `edits`; only rises. */
    ended: quantity.default(0),
    /** Units booked as taken off that turned up again; only rises. */
    reversed: quantity.default(0),
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
      since: '2026-11-23T09:58:00.000Z',
      settled: true,
      ended: 0,
      reversed: 0,
      seq: 12,
      observedAt: '2026-11-23T10:00:00.000Z',
    },
  ],
});
export type StoreClaimChanged = z.infer<typeof storeClaimChanged.payload>;

/** Absolute, so that hearing it twice, late or out of order books nothing twice: the highest `ended` wins. */
export const editDecided = defineEvent({
  type: 'edit.decided',
  version: 1,
  producers: ['inventory-core'],
  consumers: ['shopify-gateway'],
  summary:
    'A person has said what became of units that one store level is missing: that many, in all, are to be booked there as taken off by hand.',
  payload: z.object({
    channel: channelId,
    externalId,
    storeLocation: storeLocationId,
    /** Units whose claim people have ended at this level, in all; only rises. */
    ended: quantity,
    decidedAt: instant,
  }),
  examples: [
    {
      channel: 'store-a',
      externalId: '43729076',
      storeLocation: '655441491',
      ended: 2,
      decidedAt: '2026-11-23T10:30:00.000Z',
    },
  ],
});
export type EditDecided = z.infer<typeof editDecided.payload>;

/**
 * What a level shows bounds what its store can sell, so this is what a newer number may be dealt out from. Between two of
 * these the level can only fall, but for units that the store puts back and for edits that nobody has read yet: so the
 * bound is `shown`, less what was ordered beyond `ordersSeen` and `missing` together, plus what was put back beyond
 * `restocksSeen`. Told again, at the same version, when a read shows it to be another. The highest `seq` wins.
 */
export const storeLevelSettled = defineEvent({
  type: 'store.level_settled',
  version: 1,
  producers: ['shopify-gateway'],
  consumers: ['inventory-core'],
  summary:
    'One store level satisfies the wanted number `version`, and no push for it or an older one is open; the highest `seq` wins.',
  payload: z.object({
    channel: channelId,
    externalId,
    storeLocation: storeLocationId,
    /** The item that `version` was wanted for: a listing may have been linked to another since. */
    itemId,
    /**
     * The `availability.changed` version that is satisfied; every lower one is done with too. Where its units are dealt out,
     * a read was made since the level was last lowered.
     */
    version: z.number().int().positive(),
    /** What we believe the store shows now, unexplained differences included. */
    shown: quantity,
    /** Units ever ordered at this level that `shown` is without; only rises. */
    ordersSeen: quantity,
    /** Units that the store ever put back at this level, in `shown`; only rises. */
    restocksSeen: quantity,
    /** Units that `shown` is without and no known order explains. Orders not in `ordersSeen` may be what took them. */
    missing: quantity,
    /** Rises each time this level is told of, whatever `version` is. */
    seq: z.number().int().positive(),
    settledAt: instant,
  }),
  examples: [
    {
      channel: 'store-a',
      externalId: '43729076',
      storeLocation: '655441491',
      itemId: '01932f6e-7c00-7d30-8a10-5a2c3e4f5a6b',
      version: 17,
      shown: 4,
      ordersSeen: 3,
      restocksSeen: 0,
      missing: 0,
      seq: 9,
      settledAt: '2026-11-23T10:00:01.000Z',
    },
  ],
});
export type StoreLevelSettled = z.infer<typeof storeLevelSettled.payload>;

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
    /** These units are dealt out to one store each: what the store gives up, another may be given once a read shows it gone. */
    dealt: z.boolean(),
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
      dealt: false,
      counted: { ordersSeen: 3, claim: 0, edits: 0 },
    },
  ],
});
export type AvailabilityChanged = z.infer<typeof availabilityChanged.payload>;
