import type {
  CallKind,
  Cursor,
  Page,
  RowsRead,
  SeenItem,
  SeenRow,
  SeenSale,
  WantedRows,
} from '@tillbridge/gateway-kit';
import { Refused, type XSeriesClient } from './client';
import { feedHead } from './feed-head';
import { listOf, newestVersion } from './lists';
import {
  translateProduct,
  translateRow,
  translateSale,
  versionOf,
  type LocationOf,
  type Translated,
} from './translate';
import { exactNumber, isObject, type VendorObject } from './vendor-json';

/**
 * Page sizes are within every limit the vendor has documented, so a page that is not full is the last one: that saves
 * the extra call that would only find nothing.
 */
export const pageSizes = { sales: 200, rows: 2_000, products: 1_000, batch: 500, adjustments: 500 };
/** Of directed reads, one call each; more than this wait for the next step, which records must not wait for. */
const singleReadsMax = 2;

/** The version feeds of one account. */
export class Feeds {
  constructor(
    private readonly client: XSeriesClient,
    private readonly locationOf: LocationOf,
  ) {}

  async sales(after: Cursor | null): Promise<Page<SeenSale>> {
    const found = await this.listAfter('records', '/sales', after ?? '0', pageSizes.sales);
    return pageOf(found, after, pageSizes.sales, (sale) => translateSale(sale, this.locationOf));
  }

  async products(after: Cursor | null, pricesWithTax: boolean): Promise<Page<SeenItem>> {
    const found = await this.listAfter('items', '/products', after ?? '0', pageSizes.products, '&deleted=true');
    return pageOf(found, after, pageSizes.products, (product) => translateProduct(product, pricesWithTax));
  }

  async rows(after: Cursor | null, kind: CallKind = 'rows', size = pageSizes.rows): Promise<Page<SeenRow>> {
    const found = await this.listRows(kind, { after: exactNumber(after ?? '0'), size, sort_direction: 'asc' });
    return pageOf(found, after, size, (row) => translateRow(row, this.locationOf));
  }

  /** One call for several products: all rows since the oldest version known of them. Falls back to one call each. */
  async rowsOf(wanted: readonly WantedRows[]): Promise<RowsRead> {
    const known = wanted.filter((one) => one.known !== null);
    const batch = known.length > 1 ? await this.batchOf(known) : nothingRead;
    const rest = wanted.filter((one) => !batch.answered.includes(one.externalId)).slice(0, singleReadsMax);
    const reads = [batch];
    for (const one of rest) reads.push(await this.rowsOfOne(one.externalId));
    return {
      found: reads.flatMap((read) => read.found),
      unreadable: reads.flatMap((read) => read.unreadable),
      answered: reads.flatMap((read) => read.answered),
    };
  }

  /** The version of the newest sale. */
  async salesHead(): Promise<Cursor> {
    const pageAfter = (after: bigint) => this.listAfter('records', '/sales', String(after), pageSizes.sales);
    return String(await feedHead(pageAfter, pageSizes.sales, await this.newestRow()));
  }

  /** The version of the newest adjustment. */
  async adjustmentsHead(): Promise<Cursor> {
    const pageAfter = (after: bigint) => this.adjustmentsAfter(String(after));
    return String(await feedHead(pageAfter, pageSizes.adjustments, await this.newestRow()));
  }

  adjustmentsAfter(after: Cursor): Promise<VendorObject[]> {
    return this.listAfter('post', '/stock_adjustments', after, pageSizes.adjustments);
  }

  /** The version of the newest inventory row: where the ends of other feeds probably are. */
  async newestRow(): Promise<bigint> {
    const [newest] = await this.listRows('rows', { size: 1, sort_direction: 'desc' });
    return BigInt(newest ? (versionOf(newest) ?? '0') : '0');
  }

  private async batchOf(known: readonly WantedRows[]): Promise<RowsRead> {
    const oldest = known.map((one) => BigInt(one.known as string)).reduce((a, b) => (a < b ? a : b));
    const page = await this.rows(String(oldest - 1n), 'rows', pageSizes.batch);
    // More has changed than one page holds: nothing can be said about rows that are not on it.
    if (!page.last) return nothingRead;
    return { found: page.found, unreadable: page.unreadable, answered: known.map((one) => one.externalId) };
  }

  private async rowsOfOne(externalId: string): Promise<RowsRead> {
    const answer = await this.client.get('rows', `/inventory/${encodeURIComponent(externalId)}`).catch(absentAsEmpty);
    const rows = listOf(answer, 'inventory').map((row) => translateRow(row, this.locationOf));
    return {
      found: rows.flatMap(({ seen }) => seen ?? []),
      unreadable: rows.flatMap(({ unreadable }) => unreadable),
      answered: [externalId],
    };
  }

  private async listAfter(
    kind: CallKind,
    path: string,
    after: string,
    size: number,
    more = '',
  ): Promise<VendorObject[]> {
    const answer = await this.client.get(kind, `${path}?after=${after}&page_size=${size}${more}`);
    return listOf(isObject(answer) ? answer.data : null, path);
  }

  private async listRows(kind: CallKind, body: VendorObject): Promise<VendorObject[]> {
    return listOf(await this.client.post(kind, '/inventory', body), 'inventory');
  }
}

const nothingRead: RowsRead = { found: [], unreadable: [], answered: [] };

function pageOf<Seen>(
  list: readonly VendorObject[],
  after: Cursor | null,
  size: number,
  translate: (thing: VendorObject) => Translated<Seen>,
): Page<Seen> {
  const translated = list.map(translate);
  return {
    found: translated.flatMap(({ seen }) => seen ?? []),
    unreadable: translated.flatMap(({ unreadable }) => unreadable),
    next: newestVersion(list) ?? after ?? '0',
    last: list.length < size,
  };
}

/** A product that is gone has no rows, and that is an answer. */
function absentAsEmpty(error: unknown): unknown {
  if (error instanceof Refused && error.status === 404) return [];
  throw error;
}
