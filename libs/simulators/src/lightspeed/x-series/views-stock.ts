/** Adjustments and consignments as the dated API shows them. */
import type { AdjustmentReason, Consignment, ConsignmentLine, StockAdjustment } from './records';
import type { Retailer } from './retailer';
import { apiTime } from './times';

const decimal = (value: number | null) => (value === null ? null : value.toFixed(5));

export const reasonView = (reason: AdjustmentReason) => ({
  id: reason.id,
  name: reason.name,
  enabled: reason.enabled,
  type: reason.type,
  is_from_external_source: true,
  created_at: apiTime(reason.createdAt),
  updated_at: apiTime(reason.updatedAt),
  version: reason.version,
});

export const adjustmentView = (adjustment: StockAdjustment) => ({
  id: adjustment.id,
  user_id: adjustment.userId,
  product_id: adjustment.productId,
  outlet_id: adjustment.outletId,
  quantity: adjustment.quantity,
  reason: adjustment.reason,
  ...(adjustment.reasonId && { custom_inventory_adjustment_reason_id: adjustment.reasonId }),
  created_at: apiTime(adjustment.createdAt),
  updated_at: apiTime(adjustment.createdAt),
  version: adjustment.version,
});

export const consignmentView = (consignment: Consignment) => ({
  id: consignment.id,
  type: consignment.type,
  status: consignment.status,
  name: consignment.name,
  outlet_id: consignment.outletId,
  source_outlet_id: consignment.sourceOutletId,
  filters: consignment.filters,
  show_inactive: true,
  consignment_date: apiTime(consignment.createdAt),
  received_at: consignment.receivedAt === null ? null : apiTime(consignment.receivedAt),
  created_at: apiTime(consignment.createdAt),
  updated_at: apiTime(consignment.updatedAt),
  deleted_at: null,
  version: consignment.version,
});

/** Quantities are decimal strings here, unlike anywhere else. */
export const consignmentLineView = (retailer: Retailer, line: ConsignmentLine) => ({
  product_id: line.productId,
  product_sku: retailer.products.get(line.productId)?.sku ?? null,
  count: decimal(line.count),
  received: decimal(line.received),
  cost: '0.00000',
  is_included: true,
  status: 'SUCCESS',
  created_at: apiTime(line.createdAt),
  updated_at: apiTime(line.updatedAt),
  deleted_at: null,
  version: line.version,
});
