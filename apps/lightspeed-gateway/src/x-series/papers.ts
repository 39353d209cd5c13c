import type { Cursor, Page, SeenPaper } from '@tillbridge/gateway-kit';
import { Forbidden, Refused, type XSeriesClient } from './client';
import { feedHead } from './feed-head';
import { listOf, newestVersion, pagesAfter } from './lists';
import type { LocationOf, Translated } from './translate';
import { customReasonOf, isUnderWay, translateAdjustment, translateConsignment } from './translate-papers';
import { isObject, textAt, type VendorObject } from './vendor-json';

const pageSize = 200;
const feeds = { adjustments: '/stock_adjustments', consignments: '/consignments' } as const;
type Feed = keyof typeof feeds;
type Places = Record<Feed, string>;
const noReasons: ReadonlySet<string> = new Set();

/**
 * The papers of one account: stock adjustments and consignments, two feeds behind one cursor. What the token or the API
 * version does not reach is as good as not kept: levels are then explained as they are without papers.
 */
export class Papers {
  constructor(
    private readonly client: XSeriesClient,
    private readonly locationOf: LocationOf,
    /** Under which reasons our own adjustments are made. */
    private readonly ourReasonIds: () => Promise<ReadonlySet<string>>,
  ) {}

  async page(after: Cursor | null): Promise<Page<SeenPaper>> {
    const from = placesOf(after);
    const [adjustments, consignments] = await Promise.all([
      this.listAfter('adjustments', from.adjustments),
      this.listAfter('consignments', from.consignments),
    ]);
    const ours = adjustments.some((each) => customReasonOf(each) !== null) ? await this.ourReasonIds() : noReasons;
    const translated = [
      ...adjustments.map((adjustment) => translateAdjustment(adjustment, this.locationOf, ours)),
      ...(await this.translateConsignments(consignments)),
    ];
    return {
      found: translated.flatMap(({ seen }) => seen ?? []),
      unreadable: translated.flatMap(({ unreadable }) => unreadable),
      next: cursorOf({
        adjustments: newestVersion(adjustments) ?? from.adjustments,
        consignments: newestVersion(consignments) ?? from.consignments,
      }),
      last: adjustments.length < pageSize && consignments.length < pageSize,
    };
  }

  /** @param hint where the ends of both feeds probably are. */
  async head(hint: bigint): Promise<Cursor> {
    const headOf = (feed: Feed) => feedHead((after) => this.listAfter(feed, String(after)), pageSize, hint);
    return cursorOf({
      adjustments: String(await headOf('adjustments')),
      consignments: String(await headOf('consignments')),
    });
  }

  private async translateConsignments(list: readonly VendorObject[]): Promise<Translated<SeenPaper>[]> {
    const translated: Translated<SeenPaper>[] = [];
    for (const consignment of list) {
      const products = isUnderWay(consignment) ? await this.productsOf(textAt(consignment, 'id') ?? '') : [];
      translated.push(translateConsignment(consignment, products, this.locationOf));
    }
    return translated;
  }

  private async productsOf(id: string): Promise<VendorObject[]> {
    const all: VendorObject[] = [];
    const pageAfter = (after: Cursor) => this.list(`/consignments/${encodeURIComponent(id)}/products`, after);
    for await (const page of pagesAfter(pageAfter, pageSize, '0')) all.push(...page);
    return all;
  }

  private listAfter(feed: Feed, after: string): Promise<VendorObject[]> {
    return this.list(feeds[feed], after).catch(outOfReachAsEmpty);
  }

  private async list(path: string, after: string): Promise<VendorObject[]> {
    const answer = await this.client.getOptional('rows', `${path}?after=${after}&page_size=${pageSize}`);
    return listOf(isObject(answer) ? answer.data : null, path);
  }
}

const placesOf = (cursor: Cursor | null): Places => {
  const [adjustments = '0', consignments = '0'] = cursor?.split('/') ?? [];
  return { adjustments, consignments };
};

const cursorOf = ({ adjustments, consignments }: Places): Cursor => `${adjustments}/${consignments}`;

function outOfReachAsEmpty(error: unknown): VendorObject[] {
  if (error instanceof Forbidden || (error instanceof Refused && error.status === 404)) return [];
  throw error;
}
