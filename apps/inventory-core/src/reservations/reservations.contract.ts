import { isClosed } from '@tillbridge/stock-domain';
import { stock } from '../ledger/ledger.contract';
import { at, listed, ordered, postClosed, startOfDay, tillShows, tillSells } from '../ledger/paper-core';
import { handleFacts } from '../use-cases/handle-facts';
import { revisitItems } from '../use-cases/revisit-items';
import { answerCalls } from './answer-calls';
import { answerDeps, call, granted, shopWithSeller, wish, type ReservationWorld } from './paper-calls';
import { deskOf } from './paper-desk';
import type { ReservationRequest } from './requests';

/** What reservations do over every ledger and answer book. Nothing sweeps in here: what runs out is judged when it is read. */
export function reservationsContract(open: () => Promise<ReservationWorld>): void {
  let world: ReservationWorld;
  const { ask, confirm, hold, kept, release, shownByB, take, theItem, told } = deskOf(() => world);

  beforeEach(async () => void (world = await open()));
  afterEach(() => world.close());

  describe('a reservation', () => {
    it('keeps its units from every store until it runs out, and tells how it stands', async () => {
      await stock(world, 5);
      expect(granted(await ask(wish(2)))).toMatchObject({
        state: 'held',
        expiresAt: at(120),
        lines: [{ line: '1', location: 'main', quantity: 2, short: 0 }],
      });
      expect(await shownByB()).toBe(3);
      expect([await kept(119), await kept(120)]).toEqual([
        { held: 2, reserved: 0 },
        { held: 0, reserved: 0 },
      ]);
      expect(await told('reservation.changed')).toMatchObject([
        { state: 'held', expiresAt: at(120), lines: [{ quantity: 2 }] },
      ]);
    });

    it('is all of its lines or none, and says what each lacks', async () => {
      await stock(world, 3);
      await take([listed('till', 'till-2', 'CAP'), tillShows('till-2', 1, 0)]);
      const lines = [...wish(2).lines, ...wish(2, {}, 'cap ').lines, ...wish(2).lines];
      expect(await ask(wish(0, { lines }))).toMatchObject({
        kind: 'refused',
        lines: [
          { line: '2', sku: 'cap ', asked: 2, available: 1 },
          { line: '3', asked: 2, available: 1 },
        ],
      });
      expect((await world.items()).flatMap(({ holds }) => holds)).toEqual([]);
      expect(await told('reservation.changed')).toEqual([]);
    });

    it('names its items by a SKU that means exactly one', async () => {
      await stock(world, 3);
      await take([listed('till', 'till-2', 'CAP'), listed('till', 'till-3', 'cap')]);
      const lines = [...wish(1, {}, 'CAP').lines, ...wish(1, {}, 'nothing').lines];
      const unknown = { itemId: '0191f4c4-0000-7000-8000-000000000000', sku: null, quantity: 1, unitPrice: null };
      expect(await ask(wish(1, { lines: [...lines, unknown] }))).toMatchObject({
        kind: 'wrong',
        problems: [
          { field: 'lines[0].sku', value: 'CAP', remedy: expect.stringContaining('several items') },
          { field: 'lines[1].sku', value: 'nothing', remedy: expect.stringContaining('no SKU of the till') },
          { field: 'lines[2].itemId', value: unknown.itemId },
        ],
      });
      expect(await ask(wish(1, { channel: 'store-a' }))).toMatchObject({
        problems: [{ field: 'channel', remedy: 'is no configured seller; known: headless' }],
      });
    });

    it('is extended in time, and afterwards only while its units are free', async () => {
      await stock(world, 2);
      const id = await hold(2);
      expect(granted(await ask({ kind: 'extend', id, ttlSeconds: 60 }, 100))).toMatchObject({ expiresAt: at(160) });
      expect(granted(await ask({ kind: 'extend', id, ttlSeconds: 10 }, 101))).toMatchObject({ expiresAt: at(160) });
      expect(granted(await ask({ kind: 'extend', id, ttlSeconds: 60 }, 200))).toMatchObject({ expiresAt: at(260) });
      expect(await kept(200)).toEqual({ held: 2, reserved: 0 });
      await hold(1, 261);
      expect(await ask({ kind: 'extend', id, ttlSeconds: 60 }, 262)).toMatchObject({
        kind: 'refused',
        lines: [{ asked: 2, available: 1 }],
      });
    });

    it('gives its units back once, however often that is asked, and also after it ran out', async () => {
      await stock(world, 5);
      const [first, second] = [await hold(2), await hold(1)];
      expect(granted(await release(first))).toMatchObject({ state: 'released', expiresAt: null });
      expect(granted(await release(first)).state).toBe('released');
      expect(await kept()).toEqual({ held: 1, reserved: 0 });
      expect(granted(await release(second, 500)).state).toBe('released');
      expect(await kept(500)).toEqual({ held: 0, reserved: 0 });
      expect(await confirm(first)).toMatchObject({ kind: 'refused', reason: 'it was released; reserve again' });
    });

    it('blocks nobody once it has run out, with nothing to sweep it', async () => {
      await stock(world, 1);
      const first = await hold(1);
      expect(await ask(wish(1), 119)).toMatchObject({ kind: 'refused', lines: [{ available: 0 }] });
      const second = await hold(1, 120);
      expect(await confirm(first, 121)).toMatchObject({
        kind: 'refused',
        reason: expect.stringContaining('ran out'),
        lines: [{ asked: 1, available: 0 }],
      });
      expect(granted(await confirm(second, 121)).state).toBe('confirmed');
    });

    it('would block for ever if nobody looked at the clock, so the test above is a real one', async () => {
      await stock(world, 1);
      await hold(1);
      const [outcome] = await answerCalls({ ...answerDeps(world, 1_000), now: () => new Date(startOfDay + 61_000) }, [
        call(wish(1)),
      ]);
      expect(outcome.kind).toBe('refused');
    });

    it('can only be released once its seller has left the shop', async () => {
      await stock(world, 2);
      const id = await hold(1);
      const places = shopWithSeller.layout.places.filter(({ channel }) => channel !== 'headless');
      const shop = { ...shopWithSeller, sellers: new Map(), layout: { ...shopWithSeller.layout, places } };
      const later = (request: ReservationRequest) => answerCalls(answerDeps(world, 61, shop), [call(request)]);
      const reason = 'headless is no configured seller any more; it can only be released';
      expect(await later({ kind: 'confirm', id, paid: true, reference: null })).toEqual([
        { kind: 'refused', reason, lines: [] },
      ]);
      expect(await later({ kind: 'extend', id, ttlSeconds: 90 })).toMatchObject([{ reason }]);
      expect(await later({ kind: 'release', id })).toMatchObject([
        { kind: 'done', reservation: { state: 'released' } },
      ]);
    });

    it('is not known under an id that nobody was given', async () => {
      await stock(world, 1);
      const id = '0191f4c4-0000-7000-8000-000000000000';
      expect(await release(id)).toMatchObject({ kind: 'unknown', reason: expect.stringContaining(id) });
    });
  });

  describe('a confirmed reservation', () => {
    it('is a promise, and one sale at the till under the seller’s own name', async () => {
      await stock(world, 3);
      const id = await hold(2);
      expect(granted(await confirm(id))).toMatchObject({ state: 'confirmed', paid: true, reference: 'W-1' });
      expect(granted(await confirm(id)).state).toBe('confirmed');
      expect(await kept()).toEqual({ held: 0, reserved: 2 });
      expect(await told('till.post_granted')).toMatchObject([
        {
          channel: 'headless',
          order: id,
          orderName: 'W-1',
          kind: 'sale',
          lines: [{ quantity: 2, unitPrice: '19.90' }],
        },
      ]);
      expect(await shownByB()).toBe(1);
    });

    it('is cancelled by a release, at the till too', async () => {
      await stock(world, 3);
      const id = await hold(2);
      await confirm(id);
      const [post] = (await told('till.post_granted')) as { postId: string }[];
      await take([postClosed(post.postId, 62), tillShows('till-1', 1, 69)], 70);
      expect(granted(await release(id, 71)).state).toBe('released');
      expect(granted(await release(id, 72)).state).toBe('released');
      expect(await kept(72)).toEqual({ held: 0, reserved: 0 });
      expect(await told('till.post_granted')).toMatchObject([
        { kind: 'sale' },
        { kind: 'reverse', reverses: post.postId, lines: [{ quantity: 2 }] },
      ]);
    });

    it('keeps what it took, and its sale at the till, although its seller has left the shop', async () => {
      await stock(world, 3);
      const id = await hold(2);
      await confirm(id);
      const places = shopWithSeller.layout.places.filter(({ channel }) => channel !== 'headless');
      const shop = { ...shopWithSeller, sellers: new Map(), layout: { ...shopWithSeller.layout, places } };
      await answerCalls(answerDeps(world, 71, shop), [call({ kind: 'fulfil', id })]);
      expect(await kept()).toEqual({ held: 0, reserved: 2 });
      expect((await told('till.post_granted')).map(({ kind }) => kind)).toEqual(['sale']);
    });

    it('may be paid later, and leaves the shelf for good when it is fulfilled', async () => {
      await stock(world, 3);
      const id = await hold(1);
      expect(await ask({ kind: 'fulfil', id }, 60)).toMatchObject({ kind: 'refused' });
      expect(granted(await confirm(id, 61, false)).paid).toBe(false);
      expect(granted(await confirm(id, 62)).paid).toBe(true);
      expect((await theItem()).promises).toMatchObject([{ paid: true }]);
      const [post] = (await told('till.post_granted')) as { postId: string }[];
      await take([postClosed(post.postId, 62), tillShows('till-1', 2, 69)], 70);
      expect(granted(await ask({ kind: 'fulfil', id }, 71)).state).toBe('fulfilled');
      expect((await theItem()).promises.filter((promise) => !isClosed(promise))).toEqual([]);
      expect(granted(await release(id, 72)).state).toBe('fulfilled');
      expect(await ask({ kind: 'extend', id, ttlSeconds: 60 }, 72)).toMatchObject({ kind: 'refused' });
      expect(await kept(72)).toEqual({ held: 0, reserved: 0 });
    });

    it('tells its seller, and no store, when its units are lost', async () => {
      await stock(world, 1);
      const id = await hold(1);
      await confirm(id);
      await take([tillSells('till-1', 's1:1', 1, -1, 65)], 65);
      expect((await told('reservation.changed')).at(-1)).toMatchObject({
        reservation: id,
        state: 'confirmed',
        lines: [{ quantity: 1, short: 1 }],
      });
      expect(await told('order.short')).toEqual([]);
      expect(granted(await confirm(id, 66)).lines).toMatchObject([{ short: 1 }]);
      expect(granted(await release(id, 67)).state).toBe('released');
      expect(await kept(67)).toEqual({ held: 0, reserved: 0 });
    });

    it('calls its shop to act, once for each time that it loses units', async () => {
      const alerts = () => world.uow.run((tx) => world.alerts.page(tx, { state: null, after: null, limit: 10 }));
      await stock(world, 2);
      const id = await hold(2);
      await confirm(id);
      expect(await alerts()).toEqual([]);
      const sold = tillSells('till-1', 's1:1', 1, -1, 65);
      await take([sold], 65);
      await take([sold], 66);
      await confirm(id, 66);
      const subject = (units: number) => expect.stringMatching(new RegExp(`^A person .* is short: ${units} × TEE-M$`));
      expect(await alerts()).toMatchObject([
        { key: `short/headless/${id}/1`, text: { subject: subject(1) }, dueAt: new Date(at(65)) },
      ]);
      await take([tillSells('till-1', 's1:2', 1, -2, 67)], 67);
      await release(id, 68);
      expect((await alerts()).map(({ key, text }) => [key, text.subject])).toEqual([
        [`short/headless/${id}/2`, subject(2)],
        [`short/headless/${id}/1`, subject(1)],
      ]);
    });

    it('competes with nobody who comes now, though claims on scarce units wait for each other', async () => {
      await stock(world, 1);
      const id = await hold(1);
      const { layout } = shopWithSeller;
      const policy = { ...layout.policy, arbitrationWindowMs: 250 };
      const deps = answerDeps(world, 61, { ...shopWithSeller, layout: { ...layout, policy } });
      await answerCalls(deps, [call({ kind: 'confirm', id, paid: true, reference: null })]);
      expect(await told('till.post_granted')).toHaveLength(1);
      await handleFacts({ ...world, ...deps }, [
        ordered('store-a', '1', [{ line: '1', externalId: 'a-1' }], { seconds: 1 }),
      ]);
      await revisitItems({ ...world, ...answerDeps(world, 62) }, () => undefined);
      expect((await theItem()).promises.map(({ channel, short }) => [channel, short])).toEqual(
        expect.arrayContaining([
          ['headless', 0],
          ['store-a', 1],
        ]),
      );
    });

    it('after it has run out is kept while its units are still free', async () => {
      await stock(world, 1);
      const id = await hold(1);
      expect(granted(await confirm(id, 1_000)).state).toBe('confirmed');
      expect(await kept(1_000)).toEqual({ held: 0, reserved: 1 });
    });
  });

  describe('holds yield to orders', () => {
    const order = (units: number) =>
      take([ordered('store-a', '9', [{ line: '1', externalId: 'a-1', ordered: units }], { seconds: 61 })], 61);

    it('and of those that lost, whoever asks first gets what is left', async () => {
      await stock(world, 3);
      const ids = [await hold(1), await hold(1), await hold(1)];
      await order(2);
      expect(await kept(62)).toEqual({ held: 1, reserved: 2 });
      expect(granted(await confirm(ids[1], 63)).state).toBe('confirmed');
      expect(await confirm(ids[0], 64)).toMatchObject({
        kind: 'refused',
        reason: 'orders have taken its units: holds yield to them',
        lines: [{ asked: 1, available: 0 }],
      });
    });

    it('and whoever gives theirs up gives up what is lost already', async () => {
      await stock(world, 2);
      const [first, second] = [await hold(1), await hold(1)];
      await order(1);
      await release(first, 62);
      expect(await kept(62)).toEqual({ held: 1, reserved: 1 });
      expect(granted(await confirm(second, 63)).state).toBe('confirmed');
    });
  });
}
