import { adjustStock, createReason, updateReason } from './adjustments';
import { bodyOf, vendor } from './call';
import { notFound } from './errors';
import { between, feed, pageSize, version } from './feed';
import type { InventoryRow } from './records';
import { asSeen } from './stock';
import type { Twin } from './twin';
import { inventoryView, oldInventoryView } from './views';
import { adjustmentView, reasonView } from './views-stock';

const ROWS_MAX = 5_000;
const ROWS_DEFAULT = 1_000;
const ADJUSTMENTS_PAGE_MAX = 1_000;
const REASONS_PAGE_MAX = 100;

interface RowQuery {
  after?: bigint;
  before?: bigint;
  size: number;
  descending: boolean;
  productId?: string;
  variants: boolean;
  deleted: boolean;
}

/** 2026-04 and later: rows as a bare array, newest first unless asked otherwise. */
export function inventoryRoutes(twin: Twin) {
  return {
    'POST /inventory': vendor((call) => {
      const body = bodyOf(call);
      const rows = listRows(twin, {
        after: version('after', body.after),
        before: version('before', body.before),
        size: pageSize(body.size === undefined ? null : String(body.size), ROWS_MAX, ROWS_DEFAULT),
        descending: (body.sort_direction ?? 'desc') === 'desc',
        productId: body.product_id as string | undefined,
        variants: body.variants === true,
        deleted: body.include_deleted === true,
      });
      return { body: rows.map(inventoryView) };
    }),
    'GET /inventory/:productId': vendor(({ query }, { productId }) => {
      const rows = listRows(twin, {
        after: version('after', query.get('after')),
        before: version('before', query.get('before')),
        size: pageSize(query.get('page_size'), ROWS_MAX, ROWS_DEFAULT),
        descending: query.get('order_direction') === 'desc',
        productId,
        variants: query.get('variants') === 'true',
        deleted: query.get('include_deleted') === 'true',
      });
      return { body: rows.map(inventoryView) };
    }),
  };
}

/** Before 2026-04: a feed like any other. */
export function oldInventoryRoutes(twin: Twin) {
  return {
    'GET /inventory': vendor(({ query }) => ({ body: feed(visibleRows(twin), query, oldInventoryView) })),
  };
}

export function adjustmentRoutes(twin: Twin) {
  const { retailer } = twin;
  return {
    'POST /stock_adjustments': vendor((call) => ({
      status: 201,
      body: { data: adjustStock(twin, bodyOf(call)).map(adjustmentView) },
    })),
    'GET /stock_adjustments': vendor(({ query }) => ({
      body: feed(retailer.adjustments.values(), query, adjustmentView, ADJUSTMENTS_PAGE_MAX),
    })),
    'GET /custom_inventory_adjustment_reasons': vendor(({ query }) => ({
      body: feed(retailer.reasons.values(), query, reasonView, REASONS_PAGE_MAX),
    })),
    'POST /custom_inventory_adjustment_reasons': vendor((call) => ({
      body: { data: reasonView(createReason(twin, bodyOf(call))) },
    })),
    'PUT /custom_inventory_adjustment_reasons/:id': vendor((call, { id }) => {
      const reason = retailer.reasons.get(id);
      if (!reason) throw notFound('reason');
      updateReason(twin, reason, bodyOf(call));
      return { body: { data: reasonView(reason) } };
    }),
  };
}

function listRows(twin: Twin, query: RowQuery): InventoryRow[] {
  const rows = visibleRows(twin).filter(
    (row) => (query.deleted || row.deletedAt === null) && belongs(twin, row, query.productId, query.variants),
  );
  const ascending = between(rows, query);
  return (query.descending ? ascending.reverse() : ascending).slice(0, query.size);
}

function visibleRows(twin: Twin): InventoryRow[] {
  return [...twin.retailer.rows.values()].flatMap((row) => asSeen(row, twin.settings.lagMs) ?? []);
}

/** With `variants`, the id is that of a family's root product and stands for all of its variants. */
function belongs(twin: Twin, row: InventoryRow, productId: string | undefined, variants: boolean): boolean {
  if (productId === undefined || row.productId === productId) return true;
  return variants && twin.retailer.products.get(row.productId)?.parentId === productId;
}
