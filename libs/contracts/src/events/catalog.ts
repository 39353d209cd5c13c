import { z } from 'zod';
import { defineEvent } from '../define-event';
import { channelId, externalId, instant, itemId, money } from '../units';

/** Descriptive facts only. Identity is the item id; SKU and barcode merely propose a link. */
const description = {
  sku: z.string().max(255).nullable(),
  barcode: z.string().max(255).nullable(),
  title: z.string().max(1024),
  price: money.nullable(),
  /** false when the vendor keeps no stock for it. */
  tracked: z.boolean(),
};

export const catalogItemListed = defineEvent({
  type: 'catalog.item_listed',
  version: 1,
  producers: ['shopify-gateway', 'lightspeed-gateway'],
  consumers: ['inventory-core'],
  summary:
    'A channel lists a thing for sale, or changed how it describes it; absolute, the newest `observedAt` wins, and of one moment the highest `seq`.',
  payload: z.object({
    channel: channelId,
    externalId,
    ...description,
    /** true once the vendor archived or deleted it: no label links anything to it any more. */
    removed: z.boolean(),
    /**
     * `withdrawn`: the vendor keeps it and its levels and sells it to nobody for now, as a draft or archived; it may sell what
     * they show again at any moment, without asking. `gone`: nothing is left of it.
     */
    standing: z.enum(['sells', 'withdrawn', 'gone']).default('sells'),
    /** Set when a gateway created the listing for an item that the core had registered; true however old the fact is. */
    createdFor: itemId.nullable(),
    observedAt: instant,
    /** Rises with each state of a listing: stores stamp by the second. 0: its gateway does not count. */
    seq: z.number().int().nonnegative().default(0),
  }),
  examples: [
    {
      channel: 'till',
      externalId: '0624dbcd-5b1c-4d1a-8b5e-0d4f7c1ae772',
      sku: 'TEE-M',
      barcode: '5012345678900',
      title: 'T-shirt, medium',
      price: '19.90',
      tracked: true,
      removed: false,
      standing: 'sells',
      createdFor: null,
      observedAt: '2026-11-23T10:00:00.000Z',
      seq: 0,
    },
  ],
});
export type CatalogItemListed = z.infer<typeof catalogItemListed.payload>;

export const itemRegistered = defineEvent({
  type: 'item.registered',
  version: 1,
  producers: ['inventory-core'],
  consumers: ['shopify-gateway', 'lightspeed-gateway'],
  summary:
    'An item exists, was described anew, or gained a link to a channel; absolute, the highest `itemVersion` wins.',
  payload: z.object({
    itemId,
    itemVersion: z.number().int().nonnegative(),
    ...description,
    removed: z.boolean(),
    links: z.array(z.object({ channel: channelId, externalId })),
  }),
  examples: [
    {
      itemId: '01932f6e-7c00-7d30-8a10-5a2c3e4f5a6b',
      itemVersion: 3,
      sku: 'TEE-M',
      barcode: '5012345678900',
      title: 'T-shirt, medium',
      price: '19.90',
      tracked: true,
      removed: false,
      links: [
        { channel: 'till', externalId: '0624dbcd-5b1c-4d1a-8b5e-0d4f7c1ae772' },
        { channel: 'store-a', externalId: '43729076' },
      ],
    },
  ],
});
export type ItemRegistered = z.infer<typeof itemRegistered.payload>;
