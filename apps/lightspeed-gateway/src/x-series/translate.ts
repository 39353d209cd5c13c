import { createHash } from 'node:crypto';
import type { SeenItem, SeenLine, SeenRow, SeenSale, Unreadable } from '@tillbridge/gateway-kit';
import { decimalUnits, listAt, objectAt, textAt, wholeUnits, writeJson, type VendorObject } from './vendor-json';

/** In `source.type` of every sale that we record. */
export const ourMark = 'tillbridge';

/** Which of our locations a vendor outlet is; null for outlets we keep no stock of. */
export type LocationOf = (outletId: string | null) => string | null;

export interface Translated<Seen> {
  seen: Seen | null;
  unreadable: Unreadable[];
}

/**
 * Pending sales take their goods along with these attributes, or have them set aside; without any, or for a service job,
 * nothing has left the shelf yet.
 */
const takingAttributes = ['onaccount', 'layby', 'delivery', 'pickup'];

function takesStock(sale: VendorObject): boolean {
  if (textAt(sale, 'deleted_at') !== null) return false;
  const state = textAt(sale, 'state');
  if (state === 'closed') return true;
  const attributes = Array.isArray(sale.attributes) ? sale.attributes : [];
  return state === 'pending' && takingAttributes.some((attribute) => attributes.includes(attribute));
}

export function translateSale(sale: VendorObject, locationOf: LocationOf): Translated<SeenSale> {
  const saleId = textAt(sale, 'id');
  const version = versionOf(sale);
  if (saleId === null || version === null) return unreadable(sale, 'a sale without id or version');
  const source = objectAt(sale, 'source');
  const location = locationOf(textAt(source, 'outlet_id'));
  const counted = location === null ? [] : listAt(sale, 'line_items');
  const lines = counted.map((line) => translateLine(line, takesStock(sale)));
  return {
    seen: {
      saleId,
      version,
      at: instantOf(textAt(sale, 'updated_at') ?? textAt(sale, 'date')),
      location,
      lines: lines.flatMap((line) => (typeof line === 'string' ? [] : [line])),
      ours: textAt(source, 'type') === ourMark,
      voided: textAt(sale, 'state') === 'voided',
    },
    unreadable: lines
      .filter((line) => typeof line === 'string')
      .map((reason) => ({ id: `sale ${saleId}@${version}`, reason, raw: writeJson(sale) }))
      .slice(0, 1),
  };
}

/** The reason, in words, when the line cannot be counted. */
function translateLine(line: VendorObject, takes: boolean): SeenLine | string {
  const lineId = textAt(line, 'id');
  const externalId = textAt(objectAt(line, 'product'), 'id');
  if (lineId === null || externalId === null) return 'a sale line without id or item';
  const quantity = wholeUnits(line.quantity);
  if (quantity === null)
    return `a sale line of ${String(line.quantity)} units of product ${externalId}: only whole units can be kept`;
  // `|| 0`: the effect of nothing is 0, not -0.
  return { lineId, externalId, kind: quantity < 0 ? 'return' : 'sale', effect: takes ? -quantity || 0 : 0 };
}

/** null without unreadable: a row of an outlet we keep no stock of. */
export function translateRow(row: VendorObject, locationOf: LocationOf): Translated<SeenRow> {
  const location = locationOf(textAt(row, 'outlet_id'));
  if (location === null) return { seen: null, unreadable: [] };
  const externalId = textAt(row, 'product_id');
  const version = textAt(row, 'version');
  if (externalId === null || version === null) return unreadable(row, 'an inventory row without product or version');
  const present = decimalUnits(row.current_inventory_level ?? '0');
  const owed = decimalUnits(row.quantity_to_procure ?? '0');
  if (present === null || owed === null)
    return unreadable(row, `an inventory level of product ${externalId} that is no number`);
  // What is owed to fulfilments was once shown as a negative level: it is gone as far as anyone else is concerned.
  const shown = present - owed;
  // Of parts of a unit only what is whole can be sold; a person hears of the rest.
  const seen = { externalId, location, level: Math.floor(shown) || 0, version, stampMs: null };
  if (Number.isInteger(shown)) return { seen, unreadable: [] };
  const reason = `a level of ${shown} units of product ${externalId} at ${location}: only whole units can be kept, so it counts as ${seen.level}`;
  return { seen, unreadable: unreadable(row, reason).unreadable };
}

export function translateProduct(product: VendorObject, priceWithTax: boolean): Translated<SeenItem> {
  const externalId = textAt(product, 'id');
  if (externalId === null) return unreadable(product, 'a product without id');
  // Cut to fit, a label would propose a wrong link; refused by the outbox, it would stop the feed for all others.
  const tooLong = tooLongOf(product);
  if (tooLong !== null) return unreadable(product, tooLong);
  const isOff = (name: string) => product[name] === false;
  return {
    seen: {
      externalId,
      sku: textAt(product, 'sku'),
      barcode: barcodeOf(product),
      title: textAt(product, 'variant_name') ?? textAt(product, 'name') ?? '',
      price: priceOf(product, priceWithTax),
      tracked: product.has_inventory !== false && product.is_composite !== true,
      removed: textAt(product, 'deleted_at') !== null || isOff('active') || isOff('is_active'),
    },
    unreadable: product.is_composite === true ? unreadable(product, compositeReason(externalId)).unreadable : [],
  };
}

/** It has no stock of its own, and nothing is guessed from that of its components. */
const compositeReason = (externalId: string): string =>
  `product ${externalId} is a composite: its stock is that of its components, so stores are told nothing of it and web orders of it are not set aside`;

/** One of the two may be missing; a price of the other kind is better than none. */
function priceOf(product: VendorObject, withTax: boolean): string | null {
  const [including, excluding] = [moneyOf(product.price_including_tax), moneyOf(product.price_excluding_tax)];
  return (withTax ? (including ?? excluding) : (excluding ?? including)) ?? moneyOf(product.price);
}

/** A code that is not of the shop's own making, which the SKU is, whatever it is called. */
function barcodeOf(product: VendorObject): string | null {
  const sku = textAt(product, 'sku');
  const code = listAt(product, 'product_codes').find((one) => {
    const type = textAt(one, 'type');
    const text = textAt(one, 'code');
    return type !== null && type.toLowerCase() !== 'custom' && text !== sku && (text?.length ?? 0) <= lengthsMax.sku;
  });
  return code ? textAt(code, 'code') : null;
}

const lengthsMax = { sku: 255, name: 1_024, variant_name: 1_024 };

function tooLongOf(product: VendorObject): string | null {
  for (const [field, max] of Object.entries(lengthsMax)) {
    const { length } = textAt(product, field) ?? '';
    if (length > max) return `a product whose ${field} has ${length} characters: ${max} at most can be kept`;
  }
  return null;
}

/** null also for what is no number: nothing could be compared with it. */
export function versionOf(record: VendorObject): string | null {
  const version = textAt(objectAt(record, '_metadata'), 'version') ?? textAt(record, 'version');
  return version !== null && /^\d{1,20}$/.test(version) ? version : null;
}

function moneyOf(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const [amount] = /^-?\d+(\.\d{1,6})?/.exec(value) ?? [];
  return amount ?? null;
}

/** The vendor writes times with and without a zone; without one they are UTC. */
export function instantOf(text: string | null): string {
  if (text === null) return new Date(0).toISOString();
  const at = new Date(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text.replace(' ', 'T')}Z`);
  return Number.isNaN(at.getTime()) ? new Date(0).toISOString() : at.toISOString();
}

export function unreadable<Seen>(thing: VendorObject, reason: string): Translated<Seen> {
  const raw = writeJson(thing);
  const id = textAt(thing, 'id') ?? createHash('sha256').update(raw).digest('hex');
  return { seen: null, unreadable: [{ id: `${id}@${versionOf(thing) ?? ''}`, reason, raw }] };
}
