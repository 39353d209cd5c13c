import type { ItemRegistered } from '@tillbridge/contracts';
import type { Tx } from '@tillbridge/persistence';
import type { Subject, Subjects } from '../../spec-kit/databases';
import type { IdMap, UnsavedListing } from './id-map';

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 23, 10, 0, seconds));
const item = (n: number) => `01932f6e-7c00-7d30-8a10-00000000000${n}`;

function listing(externalId: string, change: Partial<UnsavedListing> = {}): UnsavedListing {
  return {
    channel: 'store-a',
    externalId,
    levelRef: `ref-${externalId}`,
    groupRef: 'g1',
    sku: `SKU-${externalId}`,
    barcode: null,
    title: 'Tee',
    price: '19.90',
    tracked: true,
    removed: false,
    standing: 'sells',
    observedAt: at(0),
    ...change,
  };
}

function registered(n: number, itemVersion: number, ...links: [string, string][]): ItemRegistered {
  return {
    itemId: item(n),
    itemVersion,
    sku: `SKU-${n}`,
    barcode: null,
    title: 'Tee',
    price: '19.90',
    tracked: true,
    removed: false,
    links: links.map(([channel, externalId]) => ({ channel, externalId })),
  };
}

/** What every implementation of IdMap does. */
export function idMapContract(name: string, subjects: Subjects<IdMap>): void {
  describe(`IdMap ${name}`, () => {
    let subject: Subject<IdMap> & { close(): Promise<void> };
    beforeEach(async () => (subject = await subjects()));
    afterEach(() => subject.close());
    const run = <T>(work: (tx: Tx, idMap: IdMap) => Promise<T>) => subject.uow.run((tx) => work(tx, subject.port));
    const ids = (rows: { externalId: string }[]) => rows.map((row) => row.externalId);
    const take = (fact: ItemRegistered) => run((tx, idMap) => idMap.takeItem(tx, fact));
    const saveAll = (...rows: UnsavedListing[]) => run((tx, idMap) => idMap.saveListings(tx, rows));

    it('keeps what each store lists as described last', async () => {
      await saveAll(listing('v1'), listing('v1', { channel: 'store-b' }));
      await saveAll(listing('v1', { title: 'Shirt', observedAt: at(9) }));
      expect(await run((tx, idMap) => idMap.listings(tx, 'store-a', ['v1']))).toEqual([
        { ...listing('v1', { title: 'Shirt', observedAt: at(9) }), seq: expect.any(Number) },
      ]);
      expect(ids(await run((tx, idMap) => idMap.listingsOfGroup(tx, 'store-a', 'g1')))).toEqual(['v1']);
    });

    it('takes a listing without a group for a group by itself', async () => {
      await saveAll(listing('v1', { groupRef: null }), listing('v2', { groupRef: null }), listing('v3'));
      expect(ids(await run((tx, idMap) => idMap.listingsOfGroup(tx, 'store-a', 'v2')))).toEqual(['v2']);
    });

    it('counts what is saved on beyond every mark that was taken before', async () => {
      const mark = () => run((tx, idMap) => idMap.mark(tx));
      const [first] = await saveAll(listing('v1'), listing('v2'));
      const between = await mark();
      const [, second] = await saveAll(listing('v2'), listing('v1', { channel: 'store-b' }));
      const known = await run((tx, idMap) => idMap.listings(tx, 'store-a', ['v1', 'v2']));
      expect(known.map(({ seq }) => seq > between)).toEqual([false, true]);
      expect([first!.seq < between, between < second!.seq, second!.seq < (await mark())]).toEqual([true, true, true]);
    });

    it('links an item, and says what changed', async () => {
      const link = (externalId: string) => ({ channel: 'store-a', externalId, itemId: item(1) });
      expect(await take(registered(1, 1, ['store-a', 'v1']))).toEqual({ removed: [], added: [link('v1')] });
      expect(await take(registered(1, 2, ['store-a', 'v2']))).toEqual({ removed: [link('v1')], added: [link('v2')] });
      expect(await run((tx, idMap) => idMap.links(tx, 'store-a', ['v1', 'v2']))).toEqual([link('v2')]);
      expect(await run((tx, idMap) => idMap.linksOfItems(tx, 'store-a', [item(1)]))).toEqual([link('v2')]);
    });

    it('ignores an older word on an item, and the same again', async () => {
      await take(registered(1, 2, ['store-a', 'v2']));
      expect(await take(registered(1, 2, ['store-a', 'v9']))).toBeNull();
      expect(await take(registered(1, 1, ['store-a', 'v1']))).toBeNull();
      expect(await run((tx, idMap) => idMap.item(tx, item(1)))).toEqual(registered(1, 2, ['store-a', 'v2']));
    });

    it('gives a listing to the item that was linked to it last', async () => {
      await take(registered(1, 1, ['store-a', 'v1']));
      await take(registered(2, 1, ['store-a', 'v1']));
      await take(registered(1, 2));
      expect(await run((tx, idMap) => idMap.links(tx, 'store-a', ['v1']))).toMatchObject([{ itemId: item(2) }]);
    });

    it('finds candidates by label among unlinked listings, blanks and case aside', async () => {
      await saveAll(
        listing('v1', { sku: ' tee-m ', barcode: ' 501 ' }),
        listing('v2', { sku: 'TEE-M' }),
        listing('v3', { sku: 'TEE-M', removed: true }),
        listing('v4', { sku: '  ' }),
      );
      await take(registered(1, 1, ['store-a', 'v2']));
      const bySku = (sku: string) => run((tx, idMap) => idMap.unlinkedBySku(tx, 'store-a', sku));
      expect(ids(await bySku('Tee-M'))).toEqual(['v1']);
      expect(ids(await bySku(''))).toEqual([]);
      expect(ids(await run((tx, idMap) => idMap.unlinkedByBarcode(tx, 'store-a', '501')))).toEqual(['v1']);
    });

    it('knows which items a store lacks, page by page', async () => {
      await take(registered(1, 1, ['store-b', 'x']));
      await take(registered(2, 1, ['store-a', 'v2']));
      await take({ ...registered(3, 1), removed: true });
      await take(registered(4, 1));
      const lacking = (after: string | null, limit = 10) =>
        run((tx, idMap) => idMap.itemsWithoutLink(tx, 'store-a', after, limit));
      expect((await lacking(null)).map((each) => each.itemId)).toEqual([item(1), item(4)]);
      expect((await lacking(null, 1)).map((each) => each.itemId)).toEqual([item(1)]);
      expect((await lacking(item(1))).map((each) => each.itemId)).toEqual([item(4)]);
    });

    it('knows of each listing whether it sells', async () => {
      const all = [listing('v1'), listing('v2', { standing: 'withdrawn' }), listing('v3', { standing: 'gone' })];
      await saveAll(...all.map((each) => ({ ...each, standing: 'sells' as const })));
      await saveAll(...all);
      const known = await run((tx, idMap) => idMap.listings(tx, 'store-a', ['v1', 'v2', 'v3']));
      expect(known.map(({ standing }) => standing)).toEqual(['sells', 'withdrawn', 'gone']);
    });

    it('pages through what a store lists, archived or not', async () => {
      const [archived, gone] = (['withdrawn', 'gone'] as const).map((standing) => ({ standing, removed: true }));
      await saveAll(listing('v2', archived), listing('v1'), listing('v3', gone));
      const page = (after: string | null) => run((tx, idMap) => idMap.page(tx, 'store-a', after, 1));
      expect(ids(await page(null))).toEqual(['v1']);
      expect(ids(await page('v1'))).toEqual(['v2']);
      expect(ids(await page('v2'))).toEqual([]);
    });
  });
}
