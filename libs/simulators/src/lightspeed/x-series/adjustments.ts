import { conflict, unprocessable } from './errors';
import type { AdjustmentReason, Sign, StockAdjustment } from './records';
import { firstOf } from './retailer';
import { addToLevel } from './stock';
import type { Twin } from './twin';

const NEGATIVE_REASONS = ['DAMAGE', 'EXPIRY', 'INTERNAL_USE', 'THEFT', 'DONATION'];
const POSITIVE_REASONS = ['STOCK_FOUND', 'SAMPLE_FOR_SALE'];
const BATCH_MAX = 1_000;
const NAME_LENGTH_MAX = 30;
const FIELDS = ['product_id', 'outlet_id', 'quantity', 'reason', 'custom_inventory_adjustment_reason_id'];

interface Checked {
  productId: string;
  outletId: string;
  quantity: string;
  units: number;
  reason: string;
  reasonId: string | null;
}

/** Deltas. All of the batch or nothing; answered in the order of the request. */
export function adjustStock(twin: Twin, body: Record<string, unknown>): StockAdjustment[] {
  const batch = body.stock_adjustments;
  if (!Array.isArray(batch) || batch.length < 1 || batch.length > BATCH_MAX) {
    throw unprocessable(`stock_adjustments must hold 1 to ${BATCH_MAX} items`);
  }
  const checked = batch.map((item: Record<string, unknown>, index) => check(twin, item, `stock_adjustments[${index}]`));
  return checked.map((item) => record(twin, item));
}

function check(twin: Twin, item: Record<string, unknown>, path: string): Checked {
  const { retailer } = twin;
  const unknown = Object.keys(item ?? {}).find((field) => !FIELDS.includes(field));
  if (unknown) throw unprocessable(`${path}.${unknown} is not allowed`);
  const { product_id: productId, outlet_id: outletId, quantity, reason } = item ?? {};
  if (typeof productId !== 'string' || !retailer.products.has(productId)) {
    throw unprocessable(`${path}.product_id is required and must exist`);
  }
  if (typeof outletId !== 'string' || !retailer.outlets.has(outletId)) {
    throw unprocessable(`${path}.outlet_id is required and must exist`);
  }
  if (typeof quantity !== 'string' || !/^-?\d+(\.\d+)?$/.test(quantity)) {
    throw unprocessable(`${path}.quantity must be a numeric string`);
  }
  const reasonId = (item.custom_inventory_adjustment_reason_id as string | undefined) ?? null;
  const sign = signOf(twin, reason, reasonId, path);
  const units = Number(quantity);
  if (units === 0 || units > 0 !== (sign === 'POSITIVE')) {
    throw unprocessable(`${path}.quantity must be ${sign.toLowerCase()} for this reason`);
  }
  return { productId, outletId, quantity, units, reason: String(reason), reasonId };
}

function signOf(twin: Twin, reason: unknown, reasonId: string | null, path: string): Sign {
  if (reason === 'CUSTOM') {
    const custom = reasonId === null ? undefined : twin.retailer.reasons.get(reasonId);
    if (!custom?.enabled)
      throw unprocessable(`${path}.custom_inventory_adjustment_reason_id must name an enabled reason`);
    return custom.type;
  }
  if (reasonId !== null) throw unprocessable(`${path}.custom_inventory_adjustment_reason_id is for CUSTOM only`);
  if (NEGATIVE_REASONS.includes(String(reason))) return 'NEGATIVE';
  if (POSITIVE_REASONS.includes(String(reason))) return 'POSITIVE';
  throw unprocessable(`${path}.reason is not a known reason`);
}

function record(twin: Twin, item: Checked): StockAdjustment {
  const { retailer } = twin;
  const adjustment: StockAdjustment = {
    id: retailer.ids.uuid(),
    userId: firstOf(retailer.users, 'a user').id,
    productId: item.productId,
    outletId: item.outletId,
    quantity: item.quantity,
    reason: item.reason,
    reasonId: item.reasonId,
    createdAt: Date.now(),
    version: retailer.versions.next(),
  };
  retailer.adjustments.set(adjustment.id, adjustment);
  addToLevel(twin, item.productId, item.outletId, item.units);
  twin.log.append('adjustment', {
    adjustmentId: adjustment.id,
    sku: retailer.products.get(item.productId)!.sku,
    outlet: retailer.outlets.get(item.outletId)!.name,
    quantity: item.units,
    reason: item.reasonId ? retailer.reasons.get(item.reasonId)!.name : item.reason,
  });
  return adjustment;
}

export function createReason(twin: Twin, body: Record<string, unknown>): AdjustmentReason {
  const { retailer } = twin;
  const { name, enabled, type } = body;
  requireName(twin, name);
  if (typeof enabled !== 'boolean') throw unprocessable('enabled is required');
  if (type !== 'POSITIVE' && type !== 'NEGATIVE') throw unprocessable('type must be POSITIVE or NEGATIVE');
  const now = Date.now();
  const id = retailer.ids.uuid();
  const version = retailer.versions.next();
  const reason: AdjustmentReason = { id, name, enabled, type, createdAt: now, updatedAt: now, version };
  retailer.reasons.set(id, reason);
  return reason;
}

export function updateReason(twin: Twin, reason: AdjustmentReason, body: Record<string, unknown>): void {
  if (body.name !== undefined && body.name !== reason.name) {
    requireName(twin, body.name);
    reason.name = body.name;
  }
  if (typeof body.enabled === 'boolean') reason.enabled = body.enabled;
  reason.updatedAt = Date.now();
  reason.version = twin.retailer.versions.next();
}

function requireName(twin: Twin, name: unknown): asserts name is string {
  if (typeof name !== 'string' || name === '' || name.length > NAME_LENGTH_MAX) {
    throw unprocessable(`name must have 1 to ${NAME_LENGTH_MAX} characters`);
  }
  for (const reason of twin.retailer.reasons.values()) {
    if (reason.name === name) throw conflict('a reason of this name exists');
  }
}
