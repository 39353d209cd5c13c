import type { Evidence, StoreEvidence, StoreOrder } from './evidence';
import { acceptanceOf, backorderedReason, heldReason } from './evidence';
import type { Finding } from './finding';
import { keyOf } from './history';
import type { Names } from './names';
import { servedFrom } from './opening';
import type { Reconstruction } from './reconstruction';

export type Outcome = 'kept' | 'moved' | 'backordered' | 'held' | 'cancelled' | 'oversold';

export interface JudgedOrder {
  channel: string;
  orderId: string;
  name: string;
  placedAt: number;
  lines: { item: string; outlet: string; ordered: number; current: number; fulfilled: number }[];
  outcome: Outcome;
  reason: string;
}

/**
 * One outcome for each accepted order, read from the stores. An order that its store still means to ship is kept only if
 * the shelf can serve it; the shelf is given out in the order in which the stores accepted, shipped goods first.
 */
export function judgeOrders(evidence: Evidence, names: Names, reconstruction: Reconstruction): JudgedOrder[] {
  const shelf = new Map(reconstruction.histories.map((history) => [keyOf(history), history.points.at(-1)!.shelf]));
  const orders = evidence.stores
    .flatMap((store) => store.state.orders.map((order) => readOrder(store, order, names)))
    .sort((a, b) => a.judged.placedAt - b.judged.placedAt);
  for (const { judged, order, moved } of orders) {
    const told = toldOf(order);
    // Also what remains of a held order is promised still, and lies on the shelf for it.
    const served = take(shelf, reconstruction.standing(judged.channel, judged.orderId));
    if (told) Object.assign(judged, told);
    else if (served) Object.assign(judged, servedOutcome(judged, moved));
  }
  return orders.map(({ judged }) => judged);
}

export function oversoldFindings(orders: JudgedOrder[]): Finding[] {
  return orders
    .filter((order) => order.outcome === 'oversold')
    .map((order) => {
      const wanted = order.lines.map((line) => `${line.current - line.fulfilled} x ${line.item}`).join(', ');
      const text = `${order.channel} ${order.name} was accepted (${wanted}), the shelf cannot serve it and nobody told the store`;
      return { kind: 'oversold', units: 1, text };
    });
}

function readOrder(store: StoreEvidence, order: StoreOrder, names: Names) {
  const accepted = acceptanceOf(store, order.id);
  const drawnFrom = accepted?.locationId;
  const ships = servedFrom(order) ?? drawnFrom;
  const judged: JudgedOrder = {
    channel: store.channel,
    orderId: order.id,
    name: order.name,
    placedAt: accepted?.at ?? 0,
    lines: order.lines.map(({ sku, quantity, current, fulfilled }) => {
      const outlet = store.outletOf[ships ?? ''] ?? '';
      return { item: names.of(sku), outlet, ordered: quantity, current, fulfilled };
    }),
    outcome: 'oversold',
    reason: 'the shelf cannot serve it',
  };
  return {
    judged,
    order,
    moved: drawnFrom !== undefined && ships !== drawnFrom,
  };
}

/** What the store itself knows of a shortage. A tag is a note that nothing in the store acts on, so it tells nobody. */
function toldOf(order: StoreOrder): { outcome: Outcome; reason: string } | null {
  if (order.cancelledAt !== null) return { outcome: 'cancelled', reason: 'cancelled in the store' };
  const holds = order.fulfillmentOrders.filter(({ status }) => status === 'ON_HOLD').flatMap(({ holds }) => holds);
  if (holds.some(({ reason }) => reason === heldReason)) {
    return { outcome: 'held', reason: 'on hold, out of stock' };
  }
  if (holds.some(({ reason }) => reason === backorderedReason)) {
    return { outcome: 'backordered', reason: 'on hold until units arrive' };
  }
  return null;
}

function take(shelf: Map<string, number>, standing: { item: string; outlet: string; units: number }[]): boolean {
  const needed = new Map<string, number>();
  for (const part of standing) needed.set(keyOf(part), (needed.get(keyOf(part)) ?? 0) + part.units);
  if ([...needed].some(([key, units]) => units > 0 && (shelf.get(key) ?? 0) < units)) return false;
  for (const [key, units] of needed) shelf.set(key, (shelf.get(key) ?? 0) - units);
  return true;
}

function servedOutcome(order: JudgedOrder, moved: boolean): { outcome: Outcome; reason: string } {
  const shipped = order.lines.every((line) => line.fulfilled >= line.current);
  if (moved) return { outcome: 'moved', reason: 'ships from another location' };
  return { outcome: 'kept', reason: shipped ? 'shipped' : 'its units lie on the shelf' };
}
