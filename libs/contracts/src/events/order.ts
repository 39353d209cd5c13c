import { z } from 'zod';
import { defineEvent } from '../define-event';
import { channelId, externalId, instant, money, quantity, storeLocationId } from '../units';

/** A price as the store shows it (`taxIncluded` of the order says whether the tax is in it), and its tax. */
const priced = z.object({ price: money, tax: money });

/** What `units` of a line come to together, after its own discounts and its part of the order's. */
const lineMoney = priced.extend({
  /** Ordered, those included that were taken off since; fewer than `ordered` where an edit put some in again. */
  units: quantity,
  /** What the store paid back, or took off, for units of this line, by its own account. */
  refunded: priced.extend({ units: quantity }),
});

/** What an order comes to besides its lines. Gift cards that paid for it are a payment and appear nowhere here. */
const orderMoney = z.object({
  /** Whether prices contain their tax. */
  taxIncluded: z.boolean(),
  /** The whole order by its store's own account, tax included, before anything was refunded or taken back. */
  total: money,
  /** The same after refunds, returns and edits. */
  current: money,
  /** Refunded beyond lines and charges: goodwill, or less than the goods were worth (then negative). */
  adjusted: money,
  /** What is no line: as it was ordered, after discounts, and what was refunded of it. */
  charges: z.array(priced.extend({ kind: z.enum(['shipping', 'duty', 'tip', 'fee']), refunded: priced })),
});

const orderLine = z.object({
  line: z.string().min(1).max(128),
  /** null for lines that are no stocked item (custom, tip, gift card). */
  externalId: externalId.nullable(),
  /** Where the store will take the units from, once it has decided; null until then. */
  storeLocation: storeLocationId.nullable(),
  ordered: quantity,
  /** Still wanted: ordered less what was removed, cancelled or refunded before shipping. */
  current: quantity,
  fulfilled: quantity,
  /**
   * Units whose shipment was taken back: they are to be shipped again. Only rises; absent while there are none. Of two copies of
   * one moment the one with more of them knows better what is shipped.
   */
  unshipped: quantity.optional(),
  /** Units of this line that the store put back on its shelf by cancel or refund. */
  restocked: quantity,
  /**
   * Where the line was counted before it was moved, with the units that were ordered there and that each move put back: both
   * only rise. Absent while it was never moved. So whoever hears this state alone counts as if it had heard them all.
   */
  movedFrom: z.array(z.object({ storeLocation: storeLocationId, units: quantity })).optional(),
  /**
   * Units of `restocked` that were put back elsewhere than where the line is, by place; `shipped`: of these, units that had
   * left before. Only rises; absent while there are none.
   */
  putBackAt: z.array(z.object({ storeLocation: storeLocationId, units: quantity, shipped: quantity })).optional(),
  /** Of one unit, before discounts. */
  unitPrice: money,
  /** Absent where nothing is known beyond the unit price. */
  money: lineMoney.optional(),
});

export const orderObserved = defineEvent({
  type: 'order.observed',
  version: 1,
  producers: ['shopify-gateway'],
  consumers: ['inventory-core'],
  summary: 'A store order as it stands; absolute, the newest `updatedAt` wins. Carries no customer field.',
  payload: z.object({
    channel: channelId,
    order: z.string().min(1).max(128),
    name: z.string().max(128),
    placedAt: instant,
    updatedAt: instant,
    cancelledAt: instant.nullable(),
    /** The store does not know it any more: nobody ships it, and its units were put back nowhere. */
    deleted: z.literal(true).optional(),
    paid: z.boolean(),
    /** ISO 4217: the currency of the shop, whatever the buyer saw. */
    currency: z.string().length(3),
    /** Absent where nothing is known beyond the unit prices. */
    money: orderMoney.optional(),
    /** The cart this order came from, hashed; lets an order replace its own shopper's hold. */
    cart: z.string().max(128).nullable(),
    lines: z.array(orderLine),
  }),
  examples: [
    {
      channel: 'store-a',
      order: '5551',
      name: '#1015',
      placedAt: '2026-11-23T10:00:00.000Z',
      updatedAt: '2026-11-23T10:00:00.000Z',
      cancelledAt: null,
      paid: true,
      currency: 'EUR',
      money: {
        taxIncluded: true,
        total: '37.85',
        current: '37.85',
        adjusted: '0',
        charges: [{ kind: 'shipping', price: '4.95', tax: '0.65', refunded: { price: '0', tax: '0' } }],
      },
      cart: null,
      lines: [
        {
          line: '9001',
          externalId: '43729076',
          storeLocation: '655441491',
          ordered: 1,
          current: 1,
          fulfilled: 0,
          restocked: 0,
          unitPrice: '19.90',
          money: { units: 1, price: '17.90', tax: '2.33', refunded: { units: 0, price: '0', tax: '0' } },
        },
        {
          line: '9002',
          externalId: '43729077',
          storeLocation: '655441492',
          ordered: 2,
          current: 2,
          fulfilled: 0,
          restocked: 0,
          movedFrom: [{ storeLocation: '655441491', units: 2 }],
          unitPrice: '7.50',
          money: { units: 2, price: '15.00', tax: '1.96', refunded: { units: 0, price: '0', tax: '0' } },
        },
        {
          line: '9003',
          externalId: '43729078',
          storeLocation: '655441491',
          ordered: 1,
          current: 1,
          fulfilled: 1,
          restocked: 1,
          putBackAt: [{ storeLocation: '655441492', units: 1, shipped: 1 }],
          unitPrice: '12.00',
        },
      ],
    },
  ],
});
export type OrderObserved = z.infer<typeof orderObserved.payload>;
export type OrderLine = z.infer<typeof orderLine>;
export type PutBackAt = NonNullable<OrderLine['putBackAt']>[number];
export type OrderMoney = z.infer<typeof orderMoney>;
export type LineMoney = z.infer<typeof lineMoney>;
export type Priced = z.infer<typeof priced>;
export type MovedFrom = NonNullable<OrderLine['movedFrom']>[number];

export const orderShort = defineEvent({
  type: 'order.short',
  version: 1,
  producers: ['inventory-core'],
  consumers: ['shopify-gateway'],
  summary: 'An accepted order lost its units; by policy its store is told in this way.',
  payload: z.object({
    channel: channelId,
    order: z.string().min(1).max(128),
    /** Rises with each decision on this order; the gateway acts on the highest only. */
    decision: z.number().int().positive(),
    resolution: z.enum(['hold', 'move', 'backorder', 'cancel']),
    lines: z
      .array(
        z.object({
          line: z.string().min(1).max(128),
          shortBy: quantity,
          /** Where the store has the units, and is asked to move the line to; null where nobody has them. */
          moveTo: storeLocationId.nullable().default(null),
        }),
      )
      .min(1),
    reason: z.string().max(500),
    policyVersion: z.number().int().nonnegative(),
  }),
  examples: [
    {
      channel: 'store-b',
      order: '7001',
      decision: 1,
      resolution: 'hold',
      lines: [{ line: '1', shortBy: 1, moveTo: null }],
      reason: 'the last unit was taken at the till before this order could be served',
      policyVersion: 1,
    },
    {
      channel: 'store-b',
      order: '7002',
      decision: 1,
      resolution: 'move',
      lines: [{ line: '1', shortBy: 2, moveTo: '655441492' }],
      reason: 'two units were lost at the location that serves this order',
      policyVersion: 1,
    },
  ],
});
export type OrderShort = z.infer<typeof orderShort.payload>;

export const orderResolved = defineEvent({
  type: 'order.resolved',
  version: 1,
  producers: ['shopify-gateway'],
  consumers: ['inventory-core'],
  summary: 'The store was told of a short order, or could not be.',
  payload: z.object({
    channel: channelId,
    order: z.string().min(1).max(128),
    decision: z.number().int().positive(),
    outcome: z.enum(['held', 'moved', 'backordered', 'cancelled', 'failed']),
    detail: z.string().max(500).nullable(),
    at: instant,
  }),
  examples: [
    {
      channel: 'store-b',
      order: '7001',
      decision: 1,
      outcome: 'held',
      detail: null,
      at: '2026-11-23T10:00:02.000Z',
    },
  ],
});
export type OrderResolved = z.infer<typeof orderResolved.payload>;
