import { z } from 'zod';
import { defineEvent } from '../define-event';
import { channelId, externalId, instant, locationId, money, quantity, units, vendorVersion } from '../units';

/**
 * One line of a till sale or return, or of a paper that moves stock without one. Absolute and versioned: a void arrives as
 * the same record with effect 0. Sales that we posted ourselves are never records.
 */
const tillRecord = z.object({
  recordId: z.string().min(1).max(128),
  kind: z.enum(['sale', 'return', 'adjustment', 'delivery', 'supplierReturn', 'transferOut', 'transferIn']),
  /** Why, as the till says it; null where its kind says it all. */
  reason: z.string().max(128).nullable().default(null),
  /** What the record does to the till's level: -2 for two units sold, +1 for one returned, 0 once voided. */
  effect: units,
  version: vendorVersion.nullable(),
  at: instant,
  /**
   * When the gateway first saw it with this effect, on its clock: it reads the level again long enough after that, and only then.
   * Absent in facts from before this was told.
   */
  seenAt: instant.optional(),
});

/** A level as the till answered it. `version` is absent where the till has none (poll-only series). */
const tillRow = z.object({
  level: units,
  version: vendorVersion.nullable(),
  /** Stamped before the request left and after its answer was complete, on the gateway's clock. */
  requestedAt: instant,
  answeredAt: instant,
});

export const tillStockObserved = defineEvent({
  type: 'till.stock_observed',
  version: 1,
  producers: ['lightspeed-gateway'],
  consumers: ['inventory-core'],
  summary:
    'What one poll of the till found for one item at one location: sale and return records first, then the level.',
  payload: z.object({
    till: channelId,
    location: locationId,
    externalId,
    records: z.array(tillRecord),
    /** Posts of ours that the till shows as voided: what was recorded for a web order is not there any more. */
    voidedPosts: z.array(z.uuid()).default([]),
    row: tillRow.nullable(),
    /** true when a sales poll that STARTED after the row's answer completed (all pages); only then may a claim fall. */
    recordsComplete: z.boolean(),
    /** When that sales poll started; null when there was none. */
    recordsPolledAt: instant.nullable(),
  }),
  examples: [
    {
      till: 'till',
      location: 'soho',
      externalId: '0624dbcd-5b1c-4d1a-8b5e-0d4f7c1ae772',
      records: [
        {
          recordId: 'b1f0…:1',
          kind: 'sale',
          effect: -2,
          version: '5303657190',
          at: '2026-11-23T10:00:00.000Z',
          seenAt: '2026-11-23T10:00:00.640Z',
        },
      ],
      voidedPosts: [],
      row: {
        level: 7,
        version: '5303657191',
        requestedAt: '2026-11-23T10:00:00.400Z',
        answeredAt: '2026-11-23T10:00:00.560Z',
      },
      recordsComplete: true,
      recordsPolledAt: '2026-11-23T10:00:00.570Z',
    },
  ],
});
export type TillStockObserved = z.infer<typeof tillStockObserved.payload>;
export type TillRecord = z.infer<typeof tillRecord>;

/** What something of an order comes to, tax included, and the tax that its store charged in it. */
const worth = z.object({ amount: money, tax: money });

export const tillPostGranted = defineEvent({
  type: 'till.post_granted',
  version: 1,
  producers: ['inventory-core'],
  consumers: ['lightspeed-gateway'],
  summary:
    'The core committed that a web order, its reversal, or an adjustment is to be recorded at the till under this id.',
  payload: z.object({
    /** Derived from channel, order, location and kind: the same grant always carries the same id. */
    postId: z.uuid(),
    /** An adjustment is no order: a person has said that units are gone, or are there again. */
    kind: z.enum(['sale', 'reverse', 'adjustment']),
    /** The post this one reverses; null for a sale or an adjustment. */
    reverses: z.uuid().nullable(),
    /** Which way an adjustment moves the till's level; of nothing else. */
    adjusts: z.enum(['down', 'up']).optional(),
    till: channelId,
    location: locationId,
    channel: channelId,
    /** Of an adjustment: its item and its id, and what it is for. */
    order: z.string().min(1).max(128),
    orderName: z.string().max(128),
    lines: z
      .array(
        z.object({
          lineId: z.string().min(1).max(128),
          externalId,
          quantity,
          /** Of one unit, before discounts; what counts is `worth`. */
          unitPrice: money,
          /** All units of this line of the post. Absent: the unit price each, of which no tax is known. */
          worth: worth.optional(),
          /** The newest row version applied when this was granted; a read proves the post only above it. */
          versionBefore: vendorVersion.nullable(),
        }),
      )
      .min(1),
    /** Shipping and whatever else of the order is no stocked item. Absent where none of it is for this post. */
    charges: worth.optional(),
    /** What this post has to come to by the store's account of the order. Absent: nobody knows. */
    total: money.optional(),
    /** ISO 4217; null for an adjustment. */
    currency: z.string().length(3).nullable(),
    grantedAt: instant,
  }),
  examples: [
    {
      postId: '5f0c7d5e-94f7-5b0e-8f43-6f1a0d9b4c11',
      kind: 'sale',
      reverses: null,
      till: 'till',
      location: 'soho',
      channel: 'store-a',
      order: '5551',
      orderName: '#1015',
      lines: [
        {
          lineId: '9001',
          externalId: '0624dbcd-5b1c-4d1a-8b5e-0d4f7c1ae772',
          quantity: 1,
          unitPrice: '19.90',
          worth: { amount: '17.90', tax: '2.33' },
          versionBefore: '5303657191',
        },
      ],
      charges: { amount: '4.95', tax: '0.65' },
      total: '22.85',
      currency: 'EUR',
      grantedAt: '2026-11-23T10:00:01.000Z',
    },
  ],
});
export type TillPostGranted = z.infer<typeof tillPostGranted.payload>;

export const tillPostAnswered = defineEvent({
  type: 'till.post_answered',
  version: 1,
  producers: ['lightspeed-gateway'],
  consumers: ['inventory-core'],
  summary: 'The till shows a granted post as closed, or refused it for good and a person is needed.',
  payload: z.object({
    postId: z.uuid(),
    outcome: z.enum(['closed', 'refused']),
    /** When the closed sale was first known to exist, on the gateway's clock. */
    answeredAt: instant,
    reason: z.string().max(500).nullable(),
  }),
  examples: [
    {
      postId: '5f0c7d5e-94f7-5b0e-8f43-6f1a0d9b4c11',
      outcome: 'closed',
      answeredAt: '2026-11-23T10:00:01.300Z',
      reason: null,
    },
  ],
});
export type TillPostAnswered = z.infer<typeof tillPostAnswered.payload>;

export const tillCountChanged = defineEvent({
  type: 'till.count_changed',
  version: 1,
  producers: ['lightspeed-gateway'],
  consumers: ['inventory-core'],
  summary: 'People count the shelf at one location of the till, have completed the count, or have given it up.',
  payload: z.object({
    till: channelId,
    location: locationId,
    countId: externalId,
    /** `unclear`: it is over, and the till does not say whether it has set the levels. */
    state: z.enum(['open', 'closed', 'unclear', 'cancelled']),
    /** On the till's clock; the count began no earlier. */
    openedAt: instant,
    /** On the till's clock, when the levels were set; null while it is open. */
    closedAt: instant.nullable(),
    /** When it was read so, on the gateway's clock. */
    seenAt: instant,
    /** What is counted. A large count is told in several facts. */
    items: z.array(externalId).min(1).max(200),
  }),
  examples: [
    {
      till: 'till',
      location: 'soho',
      countId: '9a6f6b3e-41a5-4c6a-9b1c-0f2f6f7f8a10',
      state: 'closed',
      openedAt: '2026-11-23T18:00:00.000Z',
      closedAt: '2026-11-23T19:30:00.000Z',
      seenAt: '2026-11-23T19:30:20.000Z',
      items: ['0624dbcd-5b1c-4d1a-8b5e-0d4f7c1ae772'],
    },
  ],
});
export type TillCountChanged = z.infer<typeof tillCountChanged.payload>;

export const tillReadWanted = defineEvent({
  type: 'till.read_wanted',
  version: 1,
  producers: ['inventory-core'],
  consumers: ['lightspeed-gateway'],
  summary: 'The core cannot go on with an item before its level at the till was read again, changed or not.',
  payload: z.object({
    till: channelId,
    location: locationId,
    externalId,
    /** A read that is requested earlier is no answer; on the gateway's clock. */
    notBefore: instant,
  }),
  examples: [
    {
      till: 'till',
      location: 'soho',
      externalId: '0624dbcd-5b1c-4d1a-8b5e-0d4f7c1ae772',
      notBefore: '2026-11-23T19:30:25.000Z',
    },
  ],
});
export type TillReadWanted = z.infer<typeof tillReadWanted.payload>;
