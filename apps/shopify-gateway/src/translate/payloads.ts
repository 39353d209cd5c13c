import { PermanentError } from '@tillbridge/persistence';
import { parse } from 'lossless-json';
import { z } from 'zod';

// Only what we use is named: the rest of a payload, customers above all, is dropped while parsing.

/** Numbers arrive as text (ids exceed 2^53). */
const id = z.string().regex(/^\d{1,20}$/);
const count = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);
const signedCount = z
  .string()
  .regex(/^-?\d{1,9}$/)
  .transform(Number);
const text = z.string().max(1024);
const time = z.string().refine((value) => !Number.isNaN(Date.parse(value)), 'not a time');
const money = z.string().regex(/^-?\d+(\.\d{1,6})?$/);

/** What the buyer saw may be another currency: only the shop's is kept. */
const moneySet = z.object({ shop_money: z.object({ amount: money }) }).transform(({ shop_money }) => shop_money.amount);
const taxLine = z.object({ price: money });
const discountAllocation = z.object({ amount: money });

const lineItem = z.object({
  id,
  variant_id: id.nullish(),
  quantity: count,
  current_quantity: count.nullish(),
  price: money,
  gift_card: z.boolean().nullish(),
  discount_allocations: z.array(discountAllocation).default([]),
  tax_lines: z.array(taxLine).default([]),
});

/** `discounted_price` leaves out discounts of the whole order; the allocations name every one. */
const shippingLine = z.object({
  price: money,
  discount_allocations: z.array(discountAllocation).default([]),
  tax_lines: z.array(taxLine).default([]),
  is_removed: z.boolean().nullish(),
});

const refundLine = z.object({
  line_item_id: id,
  quantity: count,
  restock_type: text,
  location_id: id.nullish(),
  subtotal_set: moneySet.nullish(),
  total_tax_set: moneySet.nullish(),
});

const refund = z.object({
  refund_line_items: z.array(refundLine),
  refund_shipping_lines: z
    .array(z.object({ subtotal_amount_set: moneySet, tax_amount_set: moneySet.nullish() }))
    .default([]),
  order_adjustments: z
    .array(z.object({ kind: text.nullish(), amount: money, tax_amount: money.nullish() }))
    .default([]),
});

export const orderPayload = z.object({
  id,
  name: text,
  created_at: time,
  updated_at: time,
  cancelled_at: time.nullish(),
  financial_status: text.nullish(),
  currency: z.string().length(3),
  cart_token: text.nullish(),
  taxes_included: z.boolean().default(false),
  total_price: money.nullish(),
  current_total_price: money.nullish(),
  total_tip_received: money.nullish(),
  original_total_duties_set: moneySet.nullish(),
  original_total_additional_fees_set: moneySet.nullish(),
  line_items: z.array(lineItem),
  shipping_lines: z.array(shippingLine).default([]),
  refunds: z.array(refund).default([]),
  fulfillments: z
    .array(z.object({ status: text.nullish(), line_items: z.array(z.object({ id, quantity: count })) }))
    .default([]),
});
export type OrderPayload = z.infer<typeof orderPayload>;

export const orderEditedPayload = z.object({ order_edit: z.object({ order_id: id }) });
export const refundPayload = z.object({ order_id: id });

export const cartPayload = z.object({
  token: text,
  updated_at: time,
  line_items: z.array(z.object({ variant_id: id.nullish(), quantity: count })),
});
export type CartPayload = z.infer<typeof cartPayload>;

const variant = z.object({
  id,
  title: text.nullish(),
  sku: text.nullish(),
  barcode: text.nullish(),
  price: money.nullish(),
  inventory_item_id: id.nullish(),
});

export const productPayload = z.object({
  id,
  title: text,
  status: text.nullish(),
  updated_at: time,
  variants: z.array(variant),
  variant_gids: z.array(z.unknown()).nullish(),
});
export type ProductPayload = z.infer<typeof productPayload>;

/** Of a product, or of an order. */
export const deletedPayload = z.object({ id });
export const levelGonePayload = z.object({ inventory_item_id: id, location_id: id });
export const levelPayload = z.object({ inventory_item_id: id, location_id: id, available: signedCount.nullable() });
export type LevelPayload = z.infer<typeof levelPayload>;

/** @throws PermanentError that names where the body is wrong and never what it holds. */
export function parseBody<T>(schema: z.ZodType<T>, body: Buffer): T {
  const result = schema.safeParse(parseJson(body));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new PermanentError(`the body is not as documented: ${issue?.path.join('.') || 'top level'}: ${issue?.code}`);
}

function parseJson(body: Buffer): unknown {
  try {
    return parse(body.toString('utf8'), undefined, (number) => number);
  } catch {
    throw new PermanentError('the body is not JSON');
  }
}
