import { centsOf } from './cents';
import type { Evidence } from './evidence';
import type { Finding } from './finding';
import type { JudgedOrder } from './outcomes';
import { unitsByItem } from './postings';
import type { TillRecords } from './till-records';

/**
 * At rest the till has of each order what its store kept of it, to the cent. What came back may differ by a cent a unit: the
 * store shares out what it pays back, the till takes back what those units were sold for. An order of which the till has
 * other units than the customer is judged by these.
 */
export function moneyFindings(evidence: Evidence, records: TillRecords, orders: JudgedOrder[]): Finding[] {
  const kept = new Map(
    evidence.stores.flatMap(({ channel, state }) =>
      state.orders.map((order) => [`${channel}/${order.id}`, centsOf(order.kept)] as const),
    ),
  );
  return orders.flatMap((order): Finding[] => {
    const units = [...unitsByItem(order)];
    if (units.some(([item, { current }]) => records.of(order, item).net !== current)) return [];
    const store = kept.get(`${order.channel}/${order.orderId}`) ?? 0;
    const till = records.centsOf(order);
    const back = units.reduce((sum, [, { ordered, current }]) => sum + ordered - current, 0);
    if (Math.abs(till - store) <= back) return [];
    const text = `${order.channel} ${order.name} came to ${inMoney(till)} at the till, its store kept ${inMoney(store)} of it`;
    return [{ kind: 'wrongSum', units: 1, text }];
  });
}

const inMoney = (cents: number): string => (cents / 100).toFixed(2);
