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
  WakeReason,
  WantedRows,
} from '@tillbridge/gateway-kit';
import type { Network } from './network';
import type { VirtualTime } from './virtual-time';

export interface SimTillOptions {
  readonly stock: ReadonlyMap<string, number>;
  readonly time: VirtualTime;
  readonly network: Network;
  /** A webhook arrives at the bridge; it only says that polling is worth while. */
  wake(reason: WakeReason): void;
}

type Versioned<T> = T & { version: string };

/**
 * A till of the X-Series' kind: one rising version over all rows and sales, feeds to poll, sales under the id they are given.
 * Its level is a number in a program: it may show a unit that a walk-in buyer has, until the sale is rung up, never after.
 */
export class SimTill implements TillAdapter {
  private readonly rows = new Map<string, Versioned<SeenRow>>();
  private readonly sales = new Map<string, Versioned<SeenSale>>();
  private readonly items: readonly SeenItem[];
  private version = 0n;

  constructor(private readonly options: SimTillOptions) {
    const described = { barcode: null, price: '19.90', tracked: true, removed: false };
    this.items = [...options.stock.keys()].map((sku) => ({ externalId: sku, sku, title: sku, ...described }));
    for (const [sku, units] of options.stock) this.move(sku, units);
  }

  /** Someone pays at the till. */
  ringUp(sku: string): void {
    const { time, network, wake } = this.options;
    this.record(`walk-in-${this.sales.size + 1}`, [{ externalId: sku, quantity: 1 }], { sign: 1, ours: false });
    if (!network.losesWebhook()) time.after(network.webhookMs(), () => wake('sales'));
  }

  /** A delivery is booked: a level moves without a sale. */
  receive(sku: string, units: number): void {
    const { time, network, wake } = this.options;
    this.move(sku, (this.rows.get(sku)?.level ?? 0) + units);
    if (!network.losesWebhook()) time.after(network.webhookMs(), () => wake('levels'));
  }

  pollRecords(after: Cursor | null): Promise<Page<SeenSale>> {
    return this.answered(() => pageAfter([...this.sales.values()], after));
  }

  pollRows(after: Cursor | null): Promise<Page<SeenRow>> {
    return this.answered(() => pageAfter([...this.rows.values()], after));
  }

  pollItems(after: Cursor | null): Promise<Page<SeenItem>> {
    return this.answered(() => {
      const known = Number(after ?? '0');
      return { found: this.items.slice(known), unreadable: [], next: String(this.items.length), last: true };
    });
  }

  recordsHead(): Promise<Cursor> {
    return this.answered(() => String(this.version));
  }

  readRows(wanted: readonly WantedRows[]): Promise<RowsRead> {
    return this.answered(() => {
      const found = wanted.flatMap(({ externalId }) => this.rows.get(externalId) ?? []);
      return { found, unreadable: [], answered: wanted.map(({ externalId }) => externalId) };
    });
  }

  postSale(post: TillPostGranted): Promise<PostReply> {
    return this.post(post, 1);
  }

  reverseSale(post: TillPostGranted): Promise<PostReply> {
    return this.post(post, -1);
  }

  findPost(postId: string): Promise<FoundPost> {
    return this.answered(() => (this.sales.has(postId) ? 'closed' : 'absent'));
  }

  private post({ postId, lines }: TillPostGranted, sign: 1 | -1): Promise<PostReply> {
    return this.answered(() => {
      if (!this.sales.has(postId)) this.record(postId, lines, { sign, ours: true });
      return { outcome: 'closed' };
    });
  }

  private record(
    saleId: string,
    sold: readonly { externalId: string; quantity: number }[],
    { sign, ours }: { sign: 1 | -1; ours: boolean },
  ): void {
    const kind = sign > 0 ? ('sale' as const) : ('return' as const);
    const lines = sold.map(({ externalId, quantity }, index) => ({
      lineId: String(index + 1),
      externalId,
      kind,
      effect: -sign * quantity,
    }));
    const how = { at: this.options.time.now().toISOString(), location: 'main', ours, voided: false };
    this.sales.set(saleId, { saleId, version: this.nextVersion(), ...how, lines });
    for (const { externalId, effect } of lines) {
      this.move(externalId, (this.rows.get(externalId)?.level ?? 0) + effect);
    }
  }

  private move(sku: string, level: number): void {
    this.rows.set(sku, { externalId: sku, location: 'main', level, version: this.nextVersion(), stampMs: null });
  }

  private nextVersion(): string {
    this.version += 1n;
    return String(this.version);
  }

  private async answered<T>(work: () => T): Promise<T> {
    const { time, network } = this.options;
    await time.wait(network.halfCallMs());
    const answer = structuredClone(work());
    await time.wait(network.halfCallMs());
    return answer;
  }
}

function pageAfter<T extends { version: string }>(all: readonly T[], after: Cursor | null): Page<T> {
  const found = all
    .filter(({ version }) => BigInt(version) > BigInt(after ?? '0'))
    .sort((a, b) => (BigInt(a.version) < BigInt(b.version) ? -1 : 1));
  return { found, unreadable: [], next: found.at(-1)?.version ?? after ?? '0', last: true };
}
