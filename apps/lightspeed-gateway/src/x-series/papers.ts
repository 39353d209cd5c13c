import type { Cursor, Page, SeenPaper } from '@tillbridge/gateway-kit';
import { reasonsPath } from './adjust';
import { Forbidden, Refused, type XSeriesClient } from './client';
import { feedHead } from './feed-head';
import { listOf, newestVersion, pagesAfter } from './lists';
import type { LocationOf, Translated } from './translate';
import { customReasonOf, isUnderWay, translateAdjustment, translateConsignment } from './translate-papers';
import { isObject, textAt, type VendorObject } from './vendor-json';

const pageSize = 200;
const feeds = { adjustments: '/stock_adjustments', consignments: '/consignments' } as const;
type Feed = keyof typeof feeds;
type Places = Record<Feed, Place>;
/** The version after which a feed goes on; `outOfReach` where it never answered yet. */
type Place = string;
const outOfReach: Place = '-';
const noReasons: ReadonlySet<string> = new Set();

/**
 * The papers of one account: stock adjustments and consignments, two feeds behind one cursor. What the token or the API
 * version does not reach is as good as not kept: levels are then explained as they are without papers. Once it is reached it
 * begins at its end: what it kept until then is inside levels that were read long ago.
 */
export class Papers {
  private readonly missed = new Set<string>();

  constructor(
    private readonly client: XSeriesClient,
    private readonly locationOf: LocationOf,
    /** Under which reasons our own adjustments are made. */
    private readonly ourReasonIds: () => Promise<ReadonlySet<string>>,
    private readonly onOutOfReach: (path: string) => void,
  ) {}

  async page(after: Cursor | null): Promise<Page<SeenPaper>> {
    const from = placesOf(after);
    const [{ list: adjustments, next }, { list: consignments, next: nextConsignments }] = await Promise.all([
      this.goOn('adjustments', from),
      this.goOn('consignments', from),
    ]);
    const ours = adjustments.some((each) => customReasonOf(each) !== null) ? await this.reasonIds() : noReasons;
    const translated = [
      ...adjustments.map((adjustment) => translateAdjustment(adjustment, this.locationOf, ours)),
      ...(await this.translateConsignments(consignments)),
    ];
    return {
      found: translated.flatMap(({ seen }) => seen ?? []),
      unreadable: translated.flatMap(({ unreadable }) => unreadable),
      next: cursorOf({ adjustments: next, consignments: nextConsignments }),
      last: adjustments.length < pageSize && consignments.length < pageSize,
    };
  }

  /** @param hint where the ends of both feeds probably are. */
  async head(hint: bigint): Promise<Cursor> {
    return cursorOf({
      adjustments: await this.headOf('adjustments', hint),
      consignments: await this.headOf('consignments', hint),
    });
  }

  private async goOn(feed: Feed, from: Places): Promise<{ list: VendorObject[]; next: Place }> {
    const place = from[feed];
    if (place === outOfReach) return { list: [], next: await this.headOf(feed, hintOf(from)) };
    const list = await this.list(feeds[feed], place).catch(this.without(feeds[feed], []));
    return { list, next: newestVersion(list) ?? place };
  }

  private headOf(feed: Feed, hint: bigint): Promise<Place> {
    const pageAfter = (after: bigint) => this.list(feeds[feed], String(after));
    return feedHead(pageAfter, pageSize, hint).then(String).catch(this.without(feeds[feed], outOfReach));
  }

  /** Without them an adjustment of ours is taken for somebody else's: whoever may not list them can make none. */
  private reasonIds(): Promise<ReadonlySet<string>> {
    return this.ourReasonIds().catch(this.without(reasonsPath, noReasons));
  }

  private async translateConsignments(list: readonly VendorObject[]): Promise<Translated<SeenPaper>[]> {
    const translated: Translated<SeenPaper>[] = [];
    for (const consignment of list) {
      const products = isUnderWay(consignment) ? await this.productsOf(textAt(consignment, 'id') ?? '') : [];
      translated.push(translateConsignment(consignment, products, this.locationOf));
    }
    return translated;
  }

  /** null where the token does not reach them, or the consignment is gone. */
  private async productsOf(id: string): Promise<VendorObject[] | null> {
    const pageAfter = (after: Cursor) => this.list(`${feeds.consignments}/${encodeURIComponent(id)}/products`, after);
    const read = async () => {
      const all: VendorObject[] = [];
      for await (const page of pagesAfter(pageAfter, pageSize, '0')) all.push(...page);
      return all;
    };
    return read().catch(this.without(`${feeds.consignments}/{id}/products`, null));
  }

  /** What there is instead of something that cannot be reached; other trouble stays trouble. */
  private without<Instead>(path: string, instead: Instead): (error: unknown) => Instead {
    return (error) => {
      if (!isOutOfReach(error)) throw error;
      if (!this.missed.has(path)) this.onOutOfReach(path);
      this.missed.add(path);
      return instead;
    };
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

/** Nobody promises that both feeds count alike, but they mostly do. */
function hintOf(places: Places): bigint {
  const known = Object.values(places).filter((place) => place !== outOfReach);
  return known.map(BigInt).reduce((a, b) => (a > b ? a : b), 0n);
}

function isOutOfReach(error: unknown): boolean {
  return error instanceof Forbidden || (error instanceof Refused && error.status === 404);
}
