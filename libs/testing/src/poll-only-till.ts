import { randomUUID } from 'node:crypto';
import type { TillPostGranted } from '@tillbridge/contracts';
import type {
  Cursor,
  FoundPost,
  Page,
  PostReply,
  RowsRead,
  SeenItem,
  SeenRow,
  SeenSale,
  TillAdapter,
  WantedRows,
} from '@tillbridge/gateway-kit';
import { RetryableError } from '@tillbridge/persistence';

/** What happens to the next call of an operation: it fails before or after it took effect, or is limited. */
export type PollOnlyFault = 'fails' | 'answer lost' | 'limited';
type Operation = 'records' | 'rows' | 'items' | 'post';

interface Sale extends SeenSale {
  stampMs: number;
}

interface Row extends SeenRow {
  stampMs: number;
}

const tickMs = 1_000;
/** Polls reach back by this much, for a stamp may still be given out after we asked. */
const overlapMs = 2 * tickMs;
const limitedMs = 50;

class Limited extends RetryableError {
  constructor(readonly retryAt: Date) {
    super('this till answers a few calls only');
  }
}

/**
 * A till as spare as they come: no webhooks, no versions, stamps of whole seconds, rows and sales that repeat in every
 * poll. It keeps the port honest.
 */
export class PollOnlyTill implements TillAdapter {
  readonly location = 'main';
  private readonly sales = new Map<string, Sale>();
  private readonly rows = new Map<string, Row>();
  private readonly items = new Map<string, SeenItem>();
  /** This till takes the same sale twice without a word. */
  private readonly timesPosted = new Map<string, number>();
  private readonly faults = new Map<Operation, PollOnlyFault>();

  addItem(level: number): string {
    const externalId = randomUUID();
    const described = { sku: externalId.slice(0, 8), barcode: null, title: 'Thing', price: '2.50' };
    this.items.set(externalId, { externalId, ...described, tracked: true, removed: false });
    this.setLevel(externalId, level);
    return externalId;
  }

  /** Positive units leave, negative ones come back. */
  ringUp(externalId: string, units: number, sale: Partial<SeenSale> = {}): string {
    const saleId = sale.saleId ?? randomUUID();
    const kind = units < 0 ? 'return' : 'sale';
    const line = { lineId: '1', externalId, kind, effect: -units } as const;
    this.keepSale({
      saleId,
      version: null,
      location: this.location,
      ours: false,
      voided: false,
      ...sale,
      lines: [line],
    });
    this.setLevel(externalId, this.level(externalId) - units);
    return saleId;
  }

  voidSale(saleId: string): void {
    const sale = this.sales.get(saleId)!;
    for (const line of sale.lines) this.setLevel(line.externalId, this.level(line.externalId) - line.effect);
    this.keepSale({ ...sale, voided: true, lines: sale.lines.map((line) => ({ ...line, effect: 0 })) });
  }

  /** Without a record: a delivery or a count. */
  setLevel(externalId: string, level: number): void {
    const stampMs = stampNow();
    this.rows.set(externalId, { externalId, location: this.location, level, version: null, stampMs });
  }

  level(externalId: string): number {
    return this.rows.get(externalId)?.level ?? 0;
  }

  salesUnder(postId: string): number {
    return this.timesPosted.get(postId) ?? 0;
  }

  fault(operation: Operation, fault: PollOnlyFault): void {
    this.faults.set(operation, fault);
  }

  pollRecords(after: Cursor | null): Promise<Page<SeenSale>> {
    return this.answer('records', () => pageSince([...this.sales.values()], after));
  }

  pollRows(after: Cursor | null): Promise<Page<SeenRow>> {
    return this.answer('rows', () => pageSince([...this.rows.values()], after));
  }

  pollItems(after: Cursor | null): Promise<Page<SeenItem>> {
    return this.answer('items', () => {
      const known = Number(after ?? '0');
      const found = [...this.items.values()].slice(known);
      return { found, unreadable: [], next: String(known + found.length), last: true };
    });
  }

  async recordsHead(): Promise<Cursor> {
    return String([...this.sales.values()].reduce((latest, sale) => Math.max(latest, sale.stampMs), 0));
  }

  readRows(wanted: readonly WantedRows[]): Promise<RowsRead> {
    const answered = wanted.map((one) => one.externalId);
    return this.answer('rows', () => ({
      found: answered.flatMap((id) => this.rows.get(id) ?? []),
      unreadable: [],
      answered,
    }));
  }

  postSale(post: TillPostGranted): Promise<PostReply> {
    return this.record(post, 1);
  }

  reverseSale(post: TillPostGranted): Promise<PostReply> {
    return this.record(post, -1);
  }

  async findPost(postId: string): Promise<FoundPost> {
    const sale = this.sales.get(postId);
    if (!sale) return 'absent';
    return sale.voided ? 'voided' : 'closed';
  }

  private record(post: TillPostGranted, sign: 1 | -1): Promise<PostReply> {
    return this.answer('post', () => {
      this.timesPosted.set(post.postId, this.salesUnder(post.postId) + 1);
      // One line is enough for what is tested here.
      const [line] = post.lines;
      this.ringUp(line.externalId, sign * line.quantity, { saleId: post.postId });
      return { outcome: 'closed' };
    });
  }

  private keepSale(sale: Omit<Sale, 'stampMs' | 'at'> & { at?: string }): void {
    this.sales.set(sale.saleId, { ...sale, at: new Date().toISOString(), stampMs: stampNow() });
  }

  private async answer<T>(operation: Operation, work: () => T): Promise<T> {
    const fault = this.faults.get(operation);
    this.faults.delete(operation);
    if (fault === 'limited') throw new Limited(new Date(Date.now() + limitedMs));
    if (fault === 'fails') throw new RetryableError(`${operation}: no answer`);
    const result = work();
    if (fault === 'answer lost') throw new RetryableError(`${operation}: the answer was lost`);
    return structuredClone(result);
  }
}

const stampNow = (): number => Math.floor(Date.now() / tickMs) * tickMs;

function pageSince<Thing extends { stampMs: number }>(things: Thing[], after: Cursor | null): Page<Thing> {
  const from = Number(after ?? '0') - overlapMs;
  const found = things.filter((thing) => thing.stampMs >= from);
  const next = String(found.reduce((latest, thing) => Math.max(latest, thing.stampMs), Number(after ?? '0')));
  return { found, unreadable: [], next, last: true };
}
