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
import type { Network } from './network';
import type { SimTill } from './sim-till';
import type { VendorCalls } from './vendor-calls';
import type { VirtualTime } from './virtual-time';
import type { Weakness } from './weakness';

/** Few, so that a feed comes in several pages. */
const pageMax = 20;

/** The calls of the port at one {@link SimTill}: each takes a while, takes effect half way, may go wrong, and may show what was. */
export class SimTillApi implements TillAdapter {
  constructor(
    readonly till: SimTill,
    private readonly calls: VendorCalls,
    private readonly world: { readonly time: VirtualTime; readonly network: Network },
    private readonly weakness: NonNullable<Weakness['till']> = {},
  ) {}

  pollRecords(after: Cursor | null): Promise<Page<SeenSale>> {
    return this.calls.ask('till sales', () => pageAfter(this.till.salesAsOf(this.shownAtMs()), after));
  }

  pollRows(after: Cursor | null): Promise<Page<SeenRow>> {
    return this.calls.ask('till levels', () => pageAfter(this.till.rowsAsOf(this.shownAtMs()), after));
  }

  pollItems(after: Cursor | null): Promise<Page<SeenItem>> {
    return this.calls.ask('till catalogue', () => {
      const described = { barcode: null, price: '19.90', tracked: true, removed: false };
      const items = this.till.skus.map((sku) => ({ externalId: sku, sku, title: sku, ...described }));
      return { found: items.slice(Number(after ?? '0')), unreadable: [], next: String(items.length), last: true };
    });
  }

  recordsHead(): Promise<Cursor> {
    return this.calls.ask('till sales head', () => this.till.salesAsOf(this.shownAtMs()).at(-1)?.version ?? '0');
  }

  readRows(wanted: readonly WantedRows[]): Promise<RowsRead> {
    return this.calls.ask('till levels of some', () => {
      const ids = wanted.map(({ externalId }) => externalId);
      const found = this.till.rowsAsOf(this.shownAtMs()).filter(({ externalId }) => ids.includes(externalId));
      return { found: [...found], unreadable: [], answered: ids };
    });
  }

  postSale(post: TillPostGranted): Promise<PostReply> {
    return this.post(post, 1);
  }

  reverseSale(post: TillPostGranted): Promise<PostReply> {
    return this.post(post, -1);
  }

  findPost(postId: string): Promise<FoundPost> {
    const finds = () => this.weakness.forgetsPosts !== true && this.till.has(postId);
    return this.calls.ask('till look-up of a sale', () => (finds() ? 'closed' : 'absent'));
  }

  private post({ postId, lines, location }: TillPostGranted, sign: 1 | -1): Promise<PostReply> {
    return this.calls.ask('till sale', () => {
      const sold = lines.map(({ externalId, quantity }) => ({ sku: externalId, units: sign * quantity }));
      const isForgotten = this.weakness.forgetsPosts === true && this.till.has(postId);
      this.till.post(isForgotten ? `${postId} again` : postId, sold, location);
      return { outcome: 'closed' };
    });
  }

  private shownAtMs(): number {
    return this.world.time.elapsedMs - this.world.network.tillLagMs();
  }
}

function pageAfter<T extends { version: string }>(all: readonly T[], after: Cursor | null): Page<T> {
  const newer = all.filter(({ version }) => BigInt(version) > BigInt(after ?? '0'));
  const found = newer.slice(0, pageMax);
  const next = found.at(-1)?.version ?? after ?? '0';
  return { found, unreadable: [], next, last: found.length === newer.length };
}
