import type { TillPostGranted } from '@tillbridge/contracts';
import type {
  CallKind,
  Cursor,
  FoundPost,
  Page,
  PostReply,
  RowsRead,
  SeenItem,
  SeenPaper,
  SeenRow,
  SeenSale,
  Subscribed,
  TillAdapter,
  WantedRows,
} from '@tillbridge/gateway-kit';
import { machine } from '@tillbridge/persistence';
import { readAccount, readProduct } from './account';
import { StockAdjustments } from './adjust';
import { checkPlaces } from './check-places';
import { XSeriesClient, type ClientOptions } from './client';
import { Feeds } from './feeds';
import { Papers } from './papers';
import { PriceDisplay } from './price-display';
import { SalePush } from './push';
import type { XSeriesSettings } from './settings';
import { readSnapshot } from './snapshot';
import { ensureWebhooks } from './subscribe';

type XSeriesAccess = Pick<ClientOptions, 'token' | 'importedToken' | 'access' | 'timeoutMs' | 'now'> & {
  /** Told once of each path that is done without, for the token does not reach it. */
  onOutOfReach?(path: string): void;
};

/** Lightspeed Retail X-Series behind the till port. */
export class XSeriesAdapter implements TillAdapter {
  private readonly client: XSeriesClient;
  private readonly feeds: Feeds;
  private readonly papers: Papers;
  private readonly push: SalePush;
  private readonly prices: PriceDisplay;
  readonly adjustments: StockAdjustments;

  constructor(
    private readonly settings: XSeriesSettings,
    { onOutOfReach = () => undefined, ...access }: XSeriesAccess,
  ) {
    const { baseUrl, apiVersion, locations } = settings;
    const byOutlet = new Map(locations.map(({ location, outlet }) => [outlet, location]));
    this.client = new XSeriesClient({ baseUrl, apiVersion, ...access });
    const locationOf = (outlet: string | null) => byOutlet.get(outlet ?? '') ?? null;
    this.feeds = new Feeds(this.client, locationOf);
    this.push = new SalePush(this.client, settings);
    this.adjustments = new StockAdjustments(this.client, this.feeds, settings);
    this.papers = new Papers(this.client, locationOf, () => this.adjustments.ownReasonIds(), onOutOfReach);
    this.prices = new PriceDisplay(this.client, locations[0]?.outlet);
  }

  async pollRecords(after: Cursor | null): Promise<Page<SeenSale>> {
    const page = await this.feeds.sales(after);
    return { ...page, found: page.found.map((sale) => ({ ...sale, lines: this.stocked(sale.lines) })) };
  }

  async pollRows(after: Cursor | null): Promise<Page<SeenRow>> {
    const page = await this.feeds.rows(after);
    return { ...page, found: this.stocked(page.found) };
  }

  async pollItems(after: Cursor | null): Promise<Page<SeenItem>> {
    const page = await this.feeds.products(after, await this.prices.isWithTax());
    return { ...page, found: this.stocked(page.found) };
  }

  /** What charges are recorded under is no item, whoever sells it: it lies on no shelf, and is sold by no store. */
  private stocked<Thing extends { externalId: string }>(things: Thing[]): Thing[] {
    return things.filter(({ externalId }) => externalId !== this.settings.chargesProduct);
  }

  recordsHead(): Promise<Cursor> {
    return this.feeds.salesHead();
  }

  pollPapers(after: Cursor | null): Promise<Page<SeenPaper>> {
    return this.papers.page(after);
  }

  async papersHead(): Promise<Cursor> {
    return this.papers.head(await this.feeds.newestRow());
  }

  async readRows(wanted: readonly WantedRows[]): Promise<RowsRead> {
    const read = await this.feeds.rowsOf(wanted);
    return { ...read, found: this.stocked(read.found) };
  }

  postSale(post: TillPostGranted): Promise<PostReply> {
    return this.push.post(post);
  }

  reverseSale(post: TillPostGranted): Promise<PostReply> {
    return this.push.post(post);
  }

  findPost(postId: string): Promise<FoundPost> {
    return this.push.find(postId);
  }

  async checkPlaces(): Promise<string[]> {
    const account = await readAccount(this.client);
    this.push.useRegisters(account.registers);
    this.push.useTaxes(account.taxes);
    this.prices.use(account.outlets);
    const { chargesProduct } = this.settings;
    const charges = chargesProduct === null ? null : await readProduct(this.client, chargesProduct);
    return checkPlaces(account, this.settings, charges);
  }

  subscribe(wakeUrl: (type: string) => string): Promise<Subscribed> {
    return ensureWebhooks(this.client, wakeUrl);
  }

  snapshot(now: () => Date = () => new Date(machine.nowMs())): ReturnType<typeof readSnapshot> {
    return readSnapshot(this.feeds, now);
  }

  holdBackMs(kind: CallKind): number {
    return this.client.holdBackMs(kind);
  }
}
