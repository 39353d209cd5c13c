import { announce } from './deliveries';
import { notFound, unprocessable } from './errors';
import type { Consignment, ConsignmentLine, ConsignmentType } from './records';
import { addToLevel, rowOf, setLevel } from './stock';
import type { Twin } from './twin';
import { consignmentView } from './views-stock';

/** Where a consignment may go from each status. */
const NEXT: Record<ConsignmentType, Record<string, string[]>> = {
  SUPPLIER: {
    OPEN: ['SENT', 'CANCELLED'],
    SENT: ['DISPATCHED', 'CANCELLED'],
    DISPATCHED: ['RECEIVED', 'CANCELLED'],
  },
  OUTLET: { OPEN: ['SENT', 'CANCELLED'], SENT: ['RECEIVED', 'CANCELLED'] },
  RETURN: { OPEN: ['SENT', 'CANCELLED'] },
  STOCKTAKE: {
    STOCKTAKE: ['STOCKTAKE_IN_PROGRESS', 'CANCELLED', 'CLOSED'],
    STOCKTAKE_SCHEDULED: ['STOCKTAKE_IN_PROGRESS', 'CANCELLED', 'CLOSED'],
    STOCKTAKE_IN_PROGRESS: ['CANCELLED', 'CLOSED'],
    STOCKTAKE_IN_PROGRESS_PROCESSED: ['STOCKTAKE_COMPLETE', 'CANCELLED', 'CLOSED'],
  },
};

/** Statuses a consignment may be created in besides the first of its workflow. */
const ALSO_FIRST: Partial<Record<ConsignmentType, string[]>> = { SUPPLIER: ['SENT'], STOCKTAKE: ['STOCKTAKE'] };

/** The background job that lists what is to be counted takes a moment. */
const LISTING_MS = 50;

export interface NewConsignment {
  type: ConsignmentType;
  status?: string;
  name?: string;
  outletId: string;
  sourceOutletId?: string | null;
  filters?: unknown[];
}

export function consignmentById(twin: Twin, id: string): Consignment {
  const consignment = twin.retailer.consignments.get(id);
  if (!consignment) throw notFound('consignment');
  return consignment;
}

export function createConsignment(twin: Twin, input: NewConsignment, by: Consignment['by']): Consignment {
  const { retailer } = twin;
  const first = input.type === 'STOCKTAKE' ? 'STOCKTAKE_SCHEDULED' : 'OPEN';
  const status = input.status ?? first;
  if (![first, ...(ALSO_FIRST[input.type] ?? [])].includes(status)) {
    throw unprocessable(`a ${input.type} consignment cannot be created as ${status}`);
  }
  if (input.type === 'OUTLET' && !input.sourceOutletId) throw unprocessable('source_outlet_id is required');
  const now = Date.now();
  const consignment: Consignment = {
    id: retailer.ids.uuid(),
    type: input.type,
    status,
    name: input.name ?? '',
    outletId: input.outletId,
    sourceOutletId: input.sourceOutletId ?? null,
    filters: input.filters ?? [],
    lines: new Map(),
    by,
    createdAt: now,
    updatedAt: now,
    receivedAt: null,
    version: retailer.versions.next(),
  };
  retailer.consignments.set(consignment.id, consignment);
  return consignment;
}

/** Counts, received and counted units of one product; what is left out is kept. */
export function setLine(
  twin: Twin,
  consignment: Consignment,
  productId: string,
  units: { count?: number; received?: number },
): ConsignmentLine {
  if (!twin.retailer.products.has(productId)) throw unprocessable('product_id must exist');
  if (!(consignment.status in NEXT[consignment.type])) throw unprocessable(`the consignment is ${consignment.status}`);
  // Receiving what was never dispatched dispatches it.
  if (consignment.type === 'SUPPLIER' && units.received !== undefined) consignment.status = 'DISPATCHED';
  return putLine(twin, consignment, productId, units);
}

function putLine(
  twin: Twin,
  consignment: Consignment,
  productId: string,
  units: { count?: number; received?: number },
): ConsignmentLine {
  const now = Date.now();
  const line = consignment.lines.get(productId);
  const changed: ConsignmentLine = {
    productId,
    count: units.count ?? line?.count ?? null,
    received: units.received ?? line?.received ?? null,
    createdAt: line?.createdAt ?? now,
    updatedAt: now,
    version: twin.retailer.versions.next(),
  };
  consignment.lines.set(productId, changed);
  return changed;
}

/** Moves a consignment on. Stock moves at SENT and RECEIVED, and for a stocktake only at COMPLETE. */
export function advance(twin: Twin, consignment: Consignment, status: string): void {
  const { type, status: from } = consignment;
  if (!NEXT[type][from]?.includes(status))
    throw unprocessable(`a ${type} consignment cannot go from ${from} to ${status}`);
  if (type === 'SUPPLIER' && status !== 'CANCELLED') requireProducts(consignment, status);
  setStatus(twin, consignment, status);
  if (status === 'STOCKTAKE_COMPLETE') completeCount(twin, consignment);
  else consignment.lines.forEach((line) => moveStock(twin, consignment, line, from));
  if (status === 'STOCKTAKE_IN_PROGRESS') twin.later(LISTING_MS, () => listForCount(twin, consignment));
  if (status === 'SENT') announce(twin, 'consignment.send', consignmentView(consignment));
  if (status === 'RECEIVED') announce(twin, 'consignment.receive', consignmentView(consignment));
}

function requireProducts(consignment: Consignment, status: string): void {
  if (consignment.lines.size === 0) throw unprocessable('the order has no products');
  const received = [...consignment.lines.values()].some((line) => (line.received ?? 0) > 0);
  if (status === 'RECEIVED' && !received) throw unprocessable('nothing has been received');
}

function setStatus(twin: Twin, consignment: Consignment, status: string): void {
  consignment.status = status;
  consignment.updatedAt = Date.now();
  if (status === 'RECEIVED') consignment.receivedAt = consignment.updatedAt;
  consignment.version = twin.retailer.versions.next();
}

function moveStock(twin: Twin, consignment: Consignment, line: ConsignmentLine, from: string): void {
  const { type, status, outletId, sourceOutletId } = consignment;
  const sent = line.count ?? 0;
  if (type === 'RETURN' && status === 'SENT') addToLevel(twin, line.productId, outletId, -sent);
  if (type === 'SUPPLIER' && status === 'RECEIVED') arrive(twin, consignment, line, 'delivery', line.received ?? 0);
  if (type !== 'OUTLET') return;
  if (status === 'RECEIVED') arrive(twin, consignment, line, 'transfer', line.received ?? sent);
  if (status === 'SENT') addToLevel(twin, line.productId, sourceOutletId!, -sent);
  if (status === 'CANCELLED' && from === 'SENT') addToLevel(twin, line.productId, sourceOutletId!, sent);
}

function arrive(twin: Twin, consignment: Consignment, line: ConsignmentLine, kind: string, quantity: number): void {
  const { retailer, log } = twin;
  const outlet = retailer.outlets.get(consignment.outletId)!.name;
  addToLevel(twin, line.productId, consignment.outletId, quantity);
  log.append(kind, {
    consignmentId: consignment.id,
    sku: retailer.products.get(line.productId)!.sku,
    quantity,
    by: consignment.by,
    ...(kind === 'delivery'
      ? { outlet }
      : { from: retailer.outlets.get(consignment.sourceOutletId!)!.name, to: outlet }),
  });
}

/** Notes the levels the count is compared with. Without filters the whole shop is counted: every product is listed. */
export function listForCount(twin: Twin, consignment: Consignment): void {
  const whole = consignment.filters.length === 0;
  const products = [...(whole ? twin.retailer.products.keys() : consignment.lines.keys())];
  for (const productId of products) {
    putLine(twin, consignment, productId, { count: rowOf(twin, productId, consignment.outletId).level });
  }
  setStatus(twin, consignment, 'STOCKTAKE_IN_PROGRESS_PROCESSED');
}

/** Absolute: a listed product nobody counted is set to zero, and sales made since the count began are overwritten. */
function completeCount(twin: Twin, consignment: Consignment): void {
  const { retailer, log } = twin;
  for (const line of consignment.lines.values()) {
    const to = line.received ?? 0;
    const from = setLevel(twin, line.productId, consignment.outletId, to);
    log.append('count', {
      consignmentId: consignment.id,
      sku: retailer.products.get(line.productId)!.sku,
      outlet: retailer.outlets.get(consignment.outletId)!.name,
      from,
      to,
      by: consignment.by,
    });
  }
}
