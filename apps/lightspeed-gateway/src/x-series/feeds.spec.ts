import type { XSeriesClient } from './client';
import { Feeds, pageSizes } from './feeds';
import { readJson, writeJson } from './vendor-json';

const outlet = 'outlet-1';
const locationOf = () => 'main';

/** Answers like the vendor from lists of versions, and counts calls. */
function vendorWith({ sales = [], rows = [] }: { sales?: bigint[]; rows?: [product: string, version: bigint][] }) {
  const calls: string[] = [];
  const rowOf = ([product_id, version]: [string, bigint]) => ({
    product_id,
    outlet_id: outlet,
    current_inventory_level: 1,
    version,
  });
  const answer = (body: unknown) => Promise.resolve(readJson(writeJson(body)));
  const client = {
    get: (_kind: string, path: string) => {
      calls.push(`GET ${path.split('?')[0]}`);
      const url = new URL(path, 'http://vendor');
      if (url.pathname.startsWith('/inventory/')) return answer(rows.filter(([id]) => path.endsWith(id)).map(rowOf));
      const after = BigInt(url.searchParams.get('after')!);
      const size = Number(url.searchParams.get('page_size'));
      const page = sales.filter((version) => version > after).slice(0, size);
      return answer({ data: page.map((version) => ({ id: `s${version}`, version, source: {}, line_items: [] })) });
    },
    post: (_kind: string, path: string, body: unknown) => {
      calls.push(`POST ${path}`);
      const asked = readJson(writeJson(body)) as { after?: string; size: string; sort_direction: string };
      const found = rows.filter(([, version]) => version > BigInt(asked.after ?? '0'));
      if (asked.sort_direction === 'desc') found.reverse();
      return answer(found.slice(0, Number(asked.size)).map(rowOf));
    },
  };
  return { feeds: new Feeds(client as unknown as XSeriesClient, locationOf), calls };
}

const many = (count: number, gap: bigint, from = 1_000n) =>
  Array.from({ length: count }, (_, index) => from + BigInt(index) * gap);

describe('a feed', () => {
  it('needs one call when its page is not full, and says where to go on', async () => {
    const { feeds, calls } = vendorWith({ sales: [5n, 9_007_199_254_740_995n] });
    expect(await feeds.sales('4')).toMatchObject({ next: '9007199254740995', last: true });
    expect(calls).toHaveLength(1);
  });

  it('stays where it is when there is nothing', async () => {
    const { feeds } = vendorWith({});
    expect(await feeds.rows('17')).toEqual({ found: [], unreadable: [], next: '17', last: true });
  });

  it('has more when its page is full', async () => {
    const { feeds } = vendorWith({ sales: many(pageSizes.sales + 1, 1n) });
    expect(await feeds.sales(null)).toMatchObject({ last: false, next: String(1_000 + pageSizes.sales - 1) });
  });
});

describe('the end of the sales feed', () => {
  it.each([
    ['no sale at all', [], 99n],
    ['a few', [7n, 12n], 99n],
    ['exactly one page', many(pageSizes.sales, 3n), 2_000n],
    ['years of them, levels changed since', many(200_000, 7n), 1_500_000n],
    ['years of them, and levels count differently', many(50_000, 1_000_003n, 9_007_199_254_740_993n), 5n],
    ['years of them, and levels are far ahead', many(20_000, 1n), 9_007_199_254_740_993n],
  ])('is found in few calls: %s', async (_name, sales, newestRow) => {
    const { feeds, calls } = vendorWith({ sales, rows: [['p', newestRow]] });
    expect(await feeds.salesHead()).toBe(String(sales.at(-1) ?? 0n));
    expect(calls.length).toBeLessThan(120);
  });
});

describe('directed reads', () => {
  const rows: [string, bigint][] = [
    ['a', 10n],
    ['b', 20n],
    ['c', 30n],
    ['d', 40n],
  ];

  it('ask for one product by itself', async () => {
    const { feeds, calls } = vendorWith({ rows });
    const read = await feeds.rowsOf([{ externalId: 'b', known: '20' }]);
    expect(read).toMatchObject({ found: [{ externalId: 'b', version: '20' }], answered: ['b'] });
    expect(calls).toEqual(['GET /inventory/b']);
  });

  it('ask for several in one call, from below the oldest version known of them', async () => {
    const { feeds, calls } = vendorWith({ rows });
    const read = await feeds.rowsOf([
      { externalId: 'b', known: '15' },
      { externalId: 'd', known: '40' },
    ]);
    expect(calls).toEqual(['POST /inventory']);
    expect(read.answered).toEqual(['b', 'd']);
    expect(read.found.map((row) => row.externalId)).toEqual(['b', 'c', 'd']);
  });

  it('ask one by one, a few at a time, when too much has changed since or nothing is known', async () => {
    const crowd = many(pageSizes.batch, 1n).map((version): [string, bigint] => ['x', version]);
    const { feeds, calls } = vendorWith({ rows: [['a', 10n], ...crowd, ['b', 9_999n], ['c', 10_000n]] });
    const read = await feeds.rowsOf([
      { externalId: 'a', known: '10' },
      { externalId: 'b', known: '11' },
      { externalId: 'c', known: null },
    ]);
    expect(calls).toEqual(['POST /inventory', 'GET /inventory/a', 'GET /inventory/b']);
    expect(read.answered).toEqual(['a', 'b']);
    expect(read.found.map((row) => row.version)).toEqual(['10', '9999']);
  });
});
