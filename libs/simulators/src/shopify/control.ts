import { BadRequest, jsonBody, ok, routes, type Log, type TwinRequest, type TwinResponse } from '../shared';
import { stateView } from './control-state';
import { applyFaults, levelFor, type FaultsRequest, type FaultTargets } from './faults';
import { cancelOrder, uncancellable } from './model/cancel';
import { updateItem, updateProduct, updateVariant } from './model/catalog';
import { checkout, fillCart, knownVariant, type CheckoutRequest, type WantedLine } from './model/checkout';
import { deleteOrder } from './model/delete-order';
import { editOrder, type EditWish } from './model/edit';
import { fulfilOrder, reportProgress, type ShipWish } from './model/fulfil';
import { openLocation, type LocationSpec } from './model/locations';
import { refundOrder, type RefundRequest } from './model/refund';
import { act, itemOf, productOf, type Shop } from './model/shop';
import { payOrder } from './model/small-changes';
import { adminSetAvailable, isOnlyPlace, unstock } from './model/stock';
import { takeBackShipment } from './model/take-back-shipment';
import type { Order, Product } from './model/state';
import { seed, type SeedRequest } from './seed';

interface ProductEdit {
  sku: string;
  title?: string;
  status?: Product['status'];
  newSku?: string;
  barcode?: string | null;
}

/**
 * The people of this shop (buyers, staff) and its weather, under /__twin: JSON over HTTP, at once and without limits. An order
 * is named by its id.
 */
export function controlSurface(targets: FaultTargets): (request: TwinRequest) => Promise<TwinResponse> | undefined {
  const { shop, queue } = targets;
  const order = ({ id }: Record<string, string>): Order => {
    const found = shop.state.orders.get(id);
    if (!found) throw new BadRequest(`no order ${id}`);
    return found;
  };
  const handle = routes({
    'POST /__twin/seed': (request) => ok(seed(shop, jsonBody<SeedRequest>(request))),
    'POST /__twin/checkout': (request) => ok(checkout(shop, jsonBody<CheckoutRequest>(request))),
    'POST /__twin/cart': (request) =>
      ok({ token: fillCart(shop, jsonBody<{ token?: string; lines: WantedLine[] }>(request)).token }),
    'POST /__twin/admin/level': (request) => ok(adminLevel(shop, jsonBody(request))),
    'POST /__twin/admin/unstock': (request) => ok(adminUnstock(shop, jsonBody(request))),
    'POST /__twin/admin/location': (request) => ok({ id: openLocation(shop, jsonBody<LocationSpec>(request)).id }),
    'POST /__twin/admin/product': (request) => ok(adminProduct(shop, jsonBody(request))),
    'POST /__twin/orders/:id/cancel': (request, params) => {
      const target = order(params);
      const problem = uncancellable(target);
      if (problem) throw new BadRequest(problem);
      const { restock = true, reason = 'CUSTOMER' } = jsonBody<{ restock?: boolean; reason?: string }>(request);
      cancelOrder(shop, target, { restock, reason });
      return ok({ cancelled: true });
    },
    'POST /__twin/orders/:id/delete': (_request, params) => {
      deleteOrder(shop, order(params));
      return ok({ deleted: true });
    },
    'POST /__twin/orders/:id/fulfil': (request, params) => {
      const { lines } = jsonBody<{ lines?: ShipWish[] }>(request);
      return ok({ units: fulfilOrder(shop, order(params), lines) });
    },
    'POST /__twin/orders/:id/unfulfil': (_request, params) => {
      takeBackShipment(shop, order(params));
      return ok({ unfulfilled: true });
    },
    'POST /__twin/orders/:id/progress': (_request, params) =>
      ok({ fulfillmentOrders: reportProgress(shop, order(params)) }),
    'POST /__twin/orders/:id/pay': (_request, params) => {
      payOrder(shop, order(params));
      return ok({ paid: true });
    },
    'POST /__twin/orders/:id/refund': (request, params) => {
      return ok({ refundId: refundOrder(shop, order(params), jsonBody<RefundRequest>(request)).id });
    },
    'POST /__twin/orders/:id/edit': (request, params) => {
      editOrder(shop, order(params), jsonBody<{ lines?: EditWish[] }>(request).lines ?? []);
      return ok({ edited: true });
    },
    'GET /__twin/state': () => ok(stateView(shop)),
    'GET /__twin/log': (request) => ok({ entries: entriesAfter(shop.log, request) }),
    'GET /__twin/webhooks': () => ok(queue.stats()),
    'POST /__twin/webhooks/pause': () => {
      queue.pause();
      return ok({ paused: true });
    },
    'POST /__twin/webhooks/resume': () => {
      queue.resume();
      return ok({ paused: false });
    },
    'GET /__twin/faults': () => ok(faultsView(targets)),
    'POST /__twin/faults': (request) => {
      applyFaults(targets, jsonBody<FaultsRequest>(request));
      return ok(faultsView(targets));
    },
  });
  return (request) => handle(request)?.catch(badRequest);
}

function badRequest(error: unknown): TwinResponse {
  if (error instanceof BadRequest) return { status: 400, body: { error: error.message } };
  throw error;
}

function entriesAfter(log: Log, request: TwinRequest) {
  const after = Number(request.query.get('after') ?? 0);
  if (!Number.isInteger(after)) throw new BadRequest('after must be a sequence number');
  return log.after(after);
}

function adminLevel(
  shop: Shop,
  { sku, locationId, available }: { sku: string; locationId: string; available: number },
) {
  if (!Number.isInteger(available)) throw new BadRequest('available must be a whole number');
  const { itemId, level } = levelFor(shop, sku, locationId);
  const from = level?.quantities.available ?? 0;
  adminSetAvailable(shop, itemId, String(locationId), available);
  return { from, to: available };
}

function adminUnstock(shop: Shop, { sku, locationId }: { sku: string; locationId: string }) {
  const { level } = levelFor(shop, sku, locationId);
  if (!level?.active) throw new BadRequest(`${sku} is not stocked at ${locationId}`);
  if (isOnlyPlace(shop, level)) throw new BadRequest(`${sku} is stocked nowhere else: it has to be stocked somewhere`);
  act(shop, (action) => unstock(shop, action, level));
  return { unstocked: true };
}

function adminProduct(shop: Shop, edit: ProductEdit) {
  const variant = knownVariant(shop, edit.sku);
  const product = productOf(shop.state, variant);
  act(shop, (action) => {
    const { title, status } = edit;
    if (title !== undefined || status !== undefined) updateProduct(shop, action, product, { title, status });
    if (edit.newSku !== undefined) updateItem(shop, action, itemOf(shop.state, variant), { sku: edit.newSku });
    if (edit.barcode !== undefined) updateVariant(shop, action, variant, { barcode: edit.barcode });
  });
  const sku = itemOf(shop.state, variant).sku;
  shop.log.append('product_updated', { productId: product.id, title: product.title, skus: [sku], by: 'admin' });
  return { productId: product.id, title: product.title, sku };
}

const faultsView = ({ shop, queue, answers, injections, deliveries }: FaultTargets) => ({
  webhooks: queue.faults,
  deliveries: deliveries.list(),
  answers: answers.list(),
  adminEdits: injections.list(),
  switches: shop.switches,
});
