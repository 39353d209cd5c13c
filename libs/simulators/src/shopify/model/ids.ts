import type { Rng } from '../../shared';

export type IdKind =
  | 'Product'
  | 'ProductVariant'
  | 'ProductOption'
  | 'ProductOptionValue'
  | 'InventoryItem'
  | 'InventoryLevel'
  | 'InventoryAdjustmentGroup'
  | 'Location'
  | 'Order'
  | 'LineItem'
  | 'ShippingLine'
  | 'Customer'
  | 'MailingAddress'
  | 'FulfillmentOrder'
  | 'FulfillmentOrderLineItem'
  | 'FulfillmentHold'
  | 'Fulfillment'
  | 'Refund'
  | 'RefundLineItem'
  | 'OrderEdit'
  | 'WebhookSubscription'
  | 'Publication'
  | 'Shop';

/** Where live shops of 2026 stand: 11-14 digits, depending on the kind of thing. */
const START: Record<IdKind, bigint> = {
  Product: 10_172_136_718_642n,
  ProductVariant: 51_105_380_008_242n,
  ProductOption: 12_812_300_288_306n,
  ProductOptionValue: 8_213_410_217_266n,
  InventoryItem: 53_208_220_533_042n,
  InventoryLevel: 143_273_001_266n,
  InventoryAdjustmentGroup: 53_834_338_828_594n,
  Location: 106_318_430_514n,
  Order: 6_834_175_836_466n,
  LineItem: 16_911_502_410_034n,
  ShippingLine: 5_701_338_112_306n,
  Customer: 9_103_378_284_850n,
  MailingAddress: 10_418_279_063_858n,
  FulfillmentOrder: 7_712_210_649_394n,
  FulfillmentOrderLineItem: 16_211_733_676_338n,
  FulfillmentHold: 1_023_448_219_954n,
  Fulfillment: 6_012_447_752_498n,
  Refund: 1_012_993_130_802n,
  RefundLineItem: 1_133_209_649_458n,
  OrderEdit: 88_117_674_290n,
  WebhookSubscription: 1_690_333_151_538n,
  Publication: 300_798_640_434n,
  Shop: 93_221_650_738n,
};

/** Shopify's samples carry ids like 271878346596884015: well above 2^53, where a JSON number read as a double changes. */
const BIG_OFFSET = 271_878_346_596_884_015n;
/** Captured neighbours differ by 32768. */
const STEP = 32_768n;

/** Numeric ids as decimal strings, so that no digit is ever lost inside the twin. */
export class Ids {
  private readonly last = new Map<IdKind, bigint>();

  constructor(
    private readonly rng: Rng,
    private readonly big: boolean,
  ) {}

  next(kind: IdKind): string {
    const previous = this.last.get(kind) ?? START[kind] + (this.big ? BIG_OFFSET : 0n);
    const id = previous + STEP * BigInt(this.rng.int(1, 3));
    this.last.set(kind, id);
    return String(id);
  }
}

export const gid = (type: string, id: string): string => `gid://shopify/${type}/${id}`;

/** `gid://shopify/InventoryLevel/1?inventory_item_id=2` -> type, id and the query part; undefined for anything else. */
export function parseGid(value: string): { type: string; id: string } | undefined {
  const match = /^gid:\/\/shopify\/([A-Za-z]+)\/([^/?]+)(?:\?.*)?$/.exec(value);
  return match ? { type: match[1], id: match[2] } : undefined;
}

/** The numeric id inside a global id of the wanted type. */
export function idOf(type: string, value: string): string | undefined {
  const parsed = parseGid(value);
  return parsed?.type === type ? parsed.id : undefined;
}
