import type { Finding } from './finding';
import type { JudgedOrder } from './outcomes';
import type { TillRecords } from './till-records';

export class Postings {
  constructor(private readonly records: TillRecords) {}

  /** Units that stand there now. */
  of(order: JudgedOrder, item: string): number {
    return this.records.of(order, item).net;
  }

  /**
   * Each kept order must stand at the till exactly once, each cancelled one not at all, a held one at most once; and none
   * was ever sold there twice, whether or not one of the two was taken back.
   */
  findings(orders: JudgedOrder[]): Finding[] {
    const unknown = this.records.strangersTo(orders).map(({ sourceId, quantity, sku }): Finding => {
      const text = `the till holds a sale from "${sourceId}" (${quantity} x ${sku}) that no store placed`;
      return { kind: 'duplicateEffect', units: Math.abs(quantity), text };
    });
    return [...unknown, ...orders.flatMap((order) => this.judge(order))];
  }

  private judge(order: JudgedOrder): Finding[] {
    return [...unitsByItem(order)].flatMap(([item, { ordered, current }]): Finding[] => {
      const { sold, net } = this.records.of(order, item);
      // Recording a held order is right, and leaving it off is right too: its units may or may not come.
      const least = order.outcome === 'held' || order.outcome === 'backordered' ? 0 : current;
      const most = current;
      const what = `${order.channel} ${order.name} (${order.outcome}): ${net} x ${item} stand at the till`;
      if (net < least) return [{ kind: 'lostFact', units: 1, text: `${what}, ${least} should` }];
      if (net > most) return [{ kind: 'duplicateEffect', units: 1, text: `${what}, at most ${most} should` }];
      if (sold <= ordered) return [];
      const text = `${order.channel} ${order.name}: ${sold} x ${item} were sold at the till in all, ordered were ${ordered}`;
      return [{ kind: 'duplicateEffect', units: 1, text }];
    });
  }
}

/** What the customer ordered of each item, and what of it was not cancelled or refunded. */
export function unitsByItem(order: JudgedOrder): Map<string, { ordered: number; current: number }> {
  const units = new Map<string, { ordered: number; current: number }>();
  for (const line of order.lines) {
    const { ordered, current } = units.get(line.item) ?? { ordered: 0, current: 0 };
    units.set(line.item, { ordered: ordered + line.ordered, current: current + line.current });
  }
  return units;
}
