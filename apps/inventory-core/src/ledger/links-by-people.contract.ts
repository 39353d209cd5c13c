import type { AvailabilityChanged, Envelope, ItemRegistered, TillPostGranted } from '@tillbridge/contracts';
import type { StoreView } from '@tillbridge/stock-domain';
import { linkListing } from '../use-cases/link-listing';
import { showLinkChanges, showOpenListings } from '../use-cases/show-links';
import type { LedgerWorld } from './ledger.contract';
import { at, listed, ordered, paperShop, tillShows } from './paper-core';
import { PaperDay } from './paper-day';

const key = { channel: 'store-a', externalId: 'a-1' };
const line = { line: '1', externalId: 'a-1' };

/** What a person links and unlinks, on any ledger. */
export function linksByPeopleContract(open: () => Promise<LedgerWorld>): void {
  let day: PaperDay;
  const link = (itemId: string | null, of = key) => linkListing(day.deps(), of, itemId);
  const openListings = async () => (await showOpenListings(day.deps(), null, 50)).listings;
  const itemsBySku = async () => {
    const told = await day.told<ItemRegistered>('item.registered');
    return (sku: string) => told.find((each) => each.sku === sku)!.itemId;
  };
  const granted = () => day.told<TillPostGranted>('till.post_granted');
  const shown = async (channel = 'store-a') =>
    (await day.told<AvailabilityChanged>('availability.changed')).filter((each) => each.channel === channel).at(-1);
  const views = async (itemId: string) =>
    (await day.world.items())
      .find((item) => item.itemId === itemId)!
      .views.filter(({ channel }) => channel === 'store-a')
      .map(({ storeLocation, ordersCounted, restocksCounted }: StoreView) => [
        storeLocation,
        ordersCounted,
        restocksCounted,
      ]);
  const order = (id: string, seconds: number, more: Parameters<typeof ordered>[3] = {}, change = {}): Envelope =>
    ordered('store-a', id, [{ ...line, ...change }], { seconds, ...more });

  beforeEach(async () => {
    day = new PaperDay(await open(), paperShop);
  });
  afterEach(() => day.world.close());

  describe('a listing whose SKU two items have', () => {
    let one: string;
    let other: string;
    beforeEach(async () => {
      await day.take([listed('till', 'till-1', 'TEE'), listed('till', 'till-2', 'tee ', { barcode: '501' })]);
      await day.take([tillShows('till-1', 2, 0), tillShows('till-2', 9, 0)]);
      const items = await day.told<ItemRegistered>('item.registered');
      [one, other] = [items[0].itemId, items[1].itemId];
      await day.take([listed('store-a', 'a-1', 'TEE')]);
    });

    it('is shown with what it may be, why that was not taken, and how many orders wait for it', async () => {
      await day.take([
        order('1', 10),
        order('2', 11, { cancelledAt: at(12), updatedAt: at(12) }, { current: 0, restocked: 1 }),
      ]);
      const [shownOpen, ...others] = await openListings();
      expect(others).toEqual([]);
      expect(shownOpen).toMatchObject({ ...key, sku: 'TEE', reason: 'several items have its SKU', ordersWaiting: 2 });
      expect(shownOpen.candidates.map(({ itemId, label, whyNot }) => [itemId, label, whyNot]).sort()).toEqual(
        [one, other].map((itemId) => [itemId, 'sku', '2 items at the till have this SKU']).sort(),
      );
      expect((await day.why('store-a', '1')).lines).toMatchObject([
        { itemId: null, waitsForLink: true, servedFrom: [] },
      ]);
      expect(await granted()).toEqual([]);
    });

    it('is what a person says, and what was ordered of it is reserved at once, in claim order', async () => {
      await day.take([order('late', 30), order('early', 10), order('middle', 20)]);
      await day.take([
        order('gone', 5),
        order('gone', 5, { cancelledAt: at(6), updatedAt: at(6) }, { current: 0, restocked: 1 }),
      ]);
      expect(await link(one)).toEqual({ kind: 'done' });
      expect(await openListings()).toEqual([]);
      expect(await day.short()).toEqual({ 'store-a/late': 1 });
      expect((await granted()).map(({ order: name }) => name)).toEqual(['early', 'middle']);
      expect((await day.why('store-a', 'gone')).lines).toMatchObject([{ waitsForLink: false, servedFrom: [] }]);
      expect(await views(one)).toEqual([['1', 4, 1]]);
      expect(await shown()).toMatchObject({ itemId: one, lowerTo: 0, counted: { ordersSeen: 4 } });
      expect((await day.why('store-a', 'early')).lines).toMatchObject([{ itemId: one, waitsForLink: false }]);
    });

    it('is linked once, however often that is asked, and each decision is kept', async () => {
      expect(await link(one)).toEqual({ kind: 'done' });
      expect(await link(one)).toEqual({ kind: 'as it was' });
      day.seconds += 1;
      expect(await link(null)).toEqual({ kind: 'done' });
      expect(await link(null)).toEqual({ kind: 'as it was' });
      const changes = await day.world.uow.run(() => showLinkChanges(day.deps(), 10));
      expect(changes).toMatchObject([
        { ...key, from: one, to: null, by: 'operator' },
        { ...key, from: null, to: one, by: 'operator' },
      ]);
    });

    it('moves no level without naming the decision as its cause', async () => {
      await day.take([order('1', 10)]);
      await link(one);
      const [change] = await showLinkChanges(day.deps(), 1);
      const moved = (await day.world.movements()).filter(({ kind }) => kind === 'order');
      expect(moved).toMatchObject([{ itemId: one, reserved: 1, causeId: change.id }]);
    });

    it('is refused what cannot be, with what to do instead', async () => {
      await link(one);
      const reason = async (outcome: Promise<unknown>) => ((await outcome) as { kind: string; reason: string }) ?? {};
      expect(await reason(link(other))).toMatchObject({
        kind: 'refused',
        reason: expect.stringContaining('/links/unlink'),
      });
      await day.take([listed('store-a', 'a-2', 'CAP')]);
      expect(await reason(link(one, { ...key, externalId: 'a-2' }))).toMatchObject({
        kind: 'refused',
        reason: 'store-a sells this item as a-1 already; take that link away first (POST /links/unlink)',
      });
      for (const item of [one, null])
        expect(await reason(link(item, { channel: 'till', externalId: 'till-2' }))).toMatchObject({ kind: 'refused' });
      expect(await reason(link(one, { ...key, externalId: 'nobody' }))).toMatchObject({ kind: 'unknown' });
      await day.take([listed('store-a', 'a-3', 'MUG', { removed: true })]);
      expect(await reason(link(other, { ...key, externalId: 'a-3' }))).toMatchObject({ kind: 'refused' });
      expect(await reason(link('01932f6e-7c00-7d30-8a10-5a2c3e4f5a6b', { ...key, externalId: 'a-2' }))).toMatchObject({
        kind: 'unknown',
        reason: expect.stringContaining('GET /items?sku='),
      });
    });

    describe('and that a person links to another item while orders are open', () => {
      beforeEach(async () => {
        await link(one);
        await day.take([order('open', 10)]);
        await link(null);
        await day.take([order('between', 20)]);
      });

      it('leaves what was promised where it was, and lets what comes in between wait', async () => {
        expect((await day.promise('store-a', 'open')).owed).toBe(1);
        expect((await day.why('store-a', 'between')).lines).toMatchObject([{ waitsForLink: true }]);
        await link(other);
        await day.take([order('after', 30)]);
        const itemOf = async (id: string) => (await day.why('store-a', id)).lines[0].itemId;
        expect([await itemOf('open'), await itemOf('between'), await itemOf('after')]).toEqual([one, other, other]);
      });

      it('counts each order where its gateway does, at the item that is linked', async () => {
        await link(other);
        expect([await views(one), await views(other)]).toEqual([[['1', 0, 0]], [['1', 2, 0]]]);
        await day.take([order('open', 10, { cancelledAt: at(40), updatedAt: at(40) }, { current: 0, restocked: 1 })]);
        expect([await views(one), await views(other)]).toEqual([[['1', 0, 0]], [['1', 2, 1]]]);
        expect((await day.promise('store-a', 'open')).owed).toBe(0);
        expect(await shown()).toMatchObject({ itemId: other, counted: { ordersSeen: 2 } });
      });

      it('takes it back to the item that it was', async () => {
        await link(one);
        expect(await views(one)).toEqual([['1', 2, 0]]);
        expect(await shown()).toMatchObject({ itemId: one, lowerTo: 0 });
      });
    });

    it('is linked by nobody but a person once a person took its link away', async () => {
      await link(one);
      await link(null);
      await day.take([listed('store-a', 'a-1', 'TEE', { barcode: '501', seconds: 50 })]);
      await day.take([listed('store-a', 'a-1', 'TEE', { seconds: 51, createdFor: one })]);
      await day.take([listed('till', 'till-3', 'ELSE', { seconds: 52 })]);
      expect(await openListings()).toMatchObject([{ ...key, reason: 'a person took its link away' }]);
    });
  });

  describe('a listing that nothing at the till fits', () => {
    it.each([
      ['no label at all', listed('store-a', 'a-1', ''), 'it has neither SKU nor barcode'],
      [
        'labels that the till does not know',
        listed('store-a', 'a-1', 'X', { barcode: '7' }),
        'no item at the till has its SKU or barcode',
      ],
    ])('says so: %s', async (_, fact, reason) => {
      await day.take([fact]);
      expect(await openListings()).toMatchObject([{ ...key, reason, candidates: [] }]);
    });

    it('is not shown once it is gone, or linked', async () => {
      await day.take([listed('store-a', 'a-1', 'X'), listed('store-a', 'a-2', 'Y')]);
      await day.take([listed('store-a', 'a-1', 'X', { removed: true, seconds: 1 })]);
      await day.take([listed('till', 'till-2', 'Y')]);
      expect(await openListings()).toEqual([]);
      expect((await itemsBySku())('Y')).toBeDefined();
    });

    it('is found page by page', async () => {
      await day.take(['a', 'b', 'c'].map((name) => listed('store-a', name, name)));
      const first = await showOpenListings(day.deps(), null, 2);
      expect(first.listings.map(({ externalId }) => externalId)).toEqual(['a', 'b']);
      const rest = await showOpenListings(day.deps(), first.next, 2);
      expect([rest.listings.map(({ externalId }) => externalId), rest.next]).toEqual([['c'], null]);
    });
  });

  describe('two listings of one store with one SKU', () => {
    it('wait both, until a person says which is the item', async () => {
      await day.take([listed('till', 'till-1', 'TEE'), tillShows('till-1', 5, 0)]);
      await day.take([listed('store-a', 'a-1', 'TEE'), listed('store-a', 'a-2', 'TEE')]);
      const [linked] = (await day.told<ItemRegistered>('item.registered')).slice(-1);
      // The first came alone, and fitted.
      expect(linked.links).toContainEqual(key);
      expect(await openListings()).toMatchObject([
        { externalId: 'a-2', reason: '2 listings of its store have its SKU' },
      ]);
      await day.take([ordered('store-a', '9', [{ line: '1', externalId: 'a-2' }], { seconds: 9 })]);
      await link(null);
      expect(await link(linked.itemId, { ...key, externalId: 'a-2' })).toEqual({ kind: 'done' });
      expect((await day.promise('store-a', '9')).owed).toBe(1);
    });
  });

  describe('a listing with the label of an item', () => {
    const links = async () => (await day.told<ItemRegistered>('item.registered')).at(-1)!.links;

    it('waits for a person where its store sells that item already, under another label', async () => {
      await day.take([listed('till', 'till-1', 'TEE', { barcode: '501' }), listed('store-a', 'a-1', 'TEE')]);
      await day.take([listed('store-a', 'a-2', 'SHIRT', { barcode: '501', seconds: 1 })]);
      expect(await links()).not.toContainEqual({ ...key, externalId: 'a-2' });
      expect(await openListings()).toMatchObject([
        { externalId: 'a-2', reason: 'its store sells the item with its barcode already' },
      ]);
    });

    it('is linked to nothing while its store has archived it', async () => {
      await day.take([listed('till', 'till-1', 'TEE'), listed('store-a', 'a-1', 'TEE', { removed: true })]);
      expect(await links()).not.toContainEqual(key);
      await day.take([listed('store-a', 'a-1', 'TEE', { seconds: 1 })]);
      expect(await links()).toContainEqual(key);
    });
  });

  describe('what its store keeps no stock of', () => {
    it('is promised nothing, blocks no other line, and is counted as its gateway counts it', async () => {
      await day.stock(1, { main: 5 });
      await day.take([listed('store-a', 'a-1', 'SKU-1', { tracked: false, seconds: 5 })]);
      await day.stock(2, { main: 5 });
      await day.take([ordered('store-a', '7', [line, { line: '2', externalId: 'a-2' }], { seconds: 9 })]);
      const [first] = (await day.why('store-a', '7')).lines;
      expect(first).toMatchObject({ itemId: null, servedFrom: [], waitsForLink: false });
      expect((await day.promise('store-a', '7', '2')).owed).toBe(1);
      const linkedTo = (await itemsBySku())('SKU-1');
      expect(await views(linkedTo)).toEqual([['1', 1, 0]]);
      // Tracked from now on: what was sold before took nothing from it.
      await day.take([listed('store-a', 'a-1', 'SKU-1', { seconds: 12 })]);
      await day.take([
        order('7', 9, { updatedAt: at(15), cancelledAt: at(15) }, { current: 0, restocked: 1 }),
        order('8', 14),
      ]);
      expect(await views(linkedTo)).toEqual([['1', 2, 1]]);
      expect((await day.promise('store-a', '8')).owed).toBe(1);
    });
  });
}
