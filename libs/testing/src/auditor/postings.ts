import type { Evidence, Finding } from './evidence';
import type { Names } from './names';
import type { JudgedOrder } from './outcomes';

/** Units of each order and item that stand recorded at the till, sales less reversals. */
export class Postings {
  private readonly net = new Map<string, number>();
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

  of(order: JudgedOrder, item: string): number {
    return this.net.get(key(order, item)) ?? 0;
  }

  /** Each kept order must stand at the till exactly once, each cancelled one not at all, a held one at most once. */
  findings(orders: JudgedOrder[]): Finding[] {
    return [...this.unknown, ...orders.flatMap((order) => this.judge(order))];
  }

  private judge(order: JudgedOrder): Finding[] {
    return [...unitsByItem(order)].flatMap(([item, current]): Finding[] => {
      const posted = this.of(order, item);
      // Recording a held order is right, and leaving it off is right too: its units may or may not come.
      const least = order.outcome === 'held' || order.outcome === 'backordered' ? 0 : current;
      const most = current;
      const what = `${order.channel} ${order.name} (${order.outcome}): ${posted} x ${item} stand at the till`;
      if (posted < least) return [{ kind: 'lostFact', units: 1, text: `${what}, ${least} should` }];
      if (posted > most) return [{ kind: 'duplicateEffect', units: 1, text: `${what}, at most ${most} should` }];
      return [];
    });
  }

  private add(order: JudgedOrder, item: string, quantity: number): void {
    this.net.set(key(order, item), this.of(order, item) + quantity);
  }
}

/** What the customer gets or has got of each item: ordered, less what was cancelled or refunded. */
export function unitsByItem(order: JudgedOrder): Map<string, number> {
  const units = new Map<string, number>();
  for (const { item, current } of order.lines) units.set(item, (units.get(item) ?? 0) + current);
  return units;
}

const key = (order: JudgedOrder, item: string) => `${order.channel}\n${order.orderId}\n${item}`;

/** Nothing of ours may write an absolute level at the till: it would erase a sale made in between. */
export function absoluteWrites(evidence: Evidence): Finding[] {
  return evidence.till.log.flatMap((entry): Finding[] => {
    if (entry.kind !== 'level_set' || entry.by !== 'api') return [];
    const text = `the till's level of ${entry.sku} was overwritten, ${entry.from} by ${entry.to}`;
    return [{ kind: 'absoluteWrite', units: Math.abs(entry.to - entry.from), text }];
  });
}

/** A posted sale names its store and order; digits around the order id would make it another order. */
function isSourceOf(sourceId: string, { channel, orderId }: JudgedOrder): boolean {
  return sourceId.includes(channel) && sourceId.split(/[^0-9]+/).includes(orderId);
}
