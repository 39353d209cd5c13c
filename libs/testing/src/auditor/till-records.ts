import { centsOf } from './cents';
import type { Evidence } from './evidence';
import type { Names } from './names';

/** Units of one order and item that were recorded at the till: `sold` in all, `net` of what was taken back. */
export interface Recorded {
  readonly sold: number;
  readonly net: number;
}

interface Entry {
  readonly item: string;
  readonly sku: string;
  readonly sourceId: string;
  readonly quantity: number;
}

interface Sum {
  readonly sourceId: string;
  readonly cents: number;
}

interface OrderOf {
  readonly channel: string;
  readonly orderId: string;
}

/** What the till holds of the stores' orders, from its own log. */
export class TillRecords {
  private readonly byOrderId = new Map<string, Entry[]>();
  private readonly entries: Entry[] = [];
  private readonly sums = new Map<string, Sum[]>();

  constructor(evidence: Evidence, names: Names) {
    for (const entry of evidence.till.log) {
      const voided = entry.kind === 'void' && entry.by === 'api';
      if (entry.kind !== 'api_sale' && !voided) continue;
      const { sku, sourceId = '' } = entry;
      this.add({
        item: names.of(sku),
        sku,
        sourceId: sourceId ?? '',
        quantity: voided ? -entry.quantity : entry.quantity,
      });
    }
    for (const { state, source, total } of evidence.till.state.sales) {
      if (state === 'closed' && source.id !== null) addTo(this.sums, { sourceId: source.id, cents: centsOf(total) });
    }
  }

  /** What stands there of an order in money, in cents. */
  centsOf({ channel, orderId }: OrderOf): number {
    const sums = this.sums.get(orderId) ?? [];
    return sums.reduce((total, { sourceId, cents }) => total + (sourceId.includes(channel) ? cents : 0), 0);
  }

  of({ channel, orderId }: OrderOf, item: string): Recorded {
    const entries = (this.byOrderId.get(orderId) ?? []).filter(
      (entry) => entry.item === item && entry.sourceId.includes(channel),
    );
    return {
      sold: entries.reduce((sum, { quantity }) => sum + Math.max(0, quantity), 0),
      net: entries.reduce((sum, { quantity }) => sum + quantity, 0),
    };
  }

  /** Those that belong to none of these orders. */
  strangersTo(orders: readonly OrderOf[]): Entry[] {
    const known = new Set(
      orders.flatMap(({ channel, orderId }) =>
        (this.byOrderId.get(orderId) ?? []).filter(({ sourceId }) => sourceId.includes(channel)),
      ),
    );
    return this.entries.filter((entry) => !known.has(entry));
  }

  private add(entry: Entry): void {
    this.entries.push(entry);
    addTo(this.byOrderId, entry);
  }
}

/** A posted sale names its store and order; digits around the order id would make it another order. */
function addTo<Named extends { readonly sourceId: string }>(byOrderId: Map<string, Named[]>, named: Named): void {
  for (const digits of new Set(named.sourceId.split(/[^0-9]+/)))
    byOrderId.set(digits, [...(byOrderId.get(digits) ?? []), named]);
}
