import type { Evidence } from './evidence';
import type { Finding } from './finding';
import type { Names } from './names';
import type { JudgedOrder } from './outcomes';

/** Units of each order and item that were recorded at the till: `sold` in all, `net` of reversals. */
interface Recorded {
  sold: number;
  net: number;
}

export class Postings {
  private readonly recorded = new Map<string, Recorded>();
  private readonly unknown: Finding[] = [];

  constructor(evidence: Evidence, names: Names, orders: JudgedOrder[]) {
    for (const entry of evidence.till.log) {
      const voided = entry.kind === 'void' && entry.by === 'api';
      if (entry.kind !== 'api_sale' && !voided) continue;
      const quantity = voided ? -entry.quantity : entry.quantity;
      const sourceId = entry.sourceId ?? '';
      const order = orders.find((candidate) => isSourceOf(sourceId, candidate));
      if (order) this.add(order, names.of(entry.sku), quantity);
      else {
        const text = `the till holds a sale from "${sourceId}" (${quantity} x ${entry.sku}) that no store placed`;
        this.unknown.push({ kind: 'duplicateEffect', units: Math.abs(quantity), text });
      }
    }
  }

  /** Units that stand there now. */
  of(order: JudgedOrder, item: string): number {
    return this.recordedOf(order, item).net;
  }

  /**
   * Each kept order must stand at the till exactly once, each cancelled one not at all, a held one at most once; and none
   * was ever sold there twice, whether or not one of the two was taken back.
   */
  findings(orders: JudgedOrder[]): Finding[] {
    return [...this.unknown, ...orders.flatMap((order) => this.judge(order))];
  }

  private judge(order: JudgedOrder): Finding[] {
    return [...unitsByItem(order)].flatMap(([item, { ordered, current }]): Finding[] => {
      const { sold, net } = this.recordedOf(order, item);
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

  private add(order: JudgedOrder, item: string, quantity: number): void {
    const { sold, net } = this.recordedOf(order, item);
    this.recorded.set(key(order, item), { sold: sold + Math.max(0, quantity), net: net + quantity });
  }

  private recordedOf(order: JudgedOrder, item: string): Recorded {
    return this.recorded.get(key(order, item)) ?? { sold: 0, net: 0 };
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

const key = (order: JudgedOrder, item: string) => `${order.channel}\n${order.orderId}\n${item}`;

/** A posted sale names its store and order; digits around the order id would make it another order. */
function isSourceOf(sourceId: string, { channel, orderId }: JudgedOrder): boolean {
  return sourceId.includes(channel) && sourceId.split(/[^0-9]+/).includes(orderId);
}
