import type { Envelope } from '@tillbridge/contracts';
import { heldAt, isClosed, reservedAt } from '@tillbridge/stock-domain';
import { stock } from '../ledger/ledger.contract';
import { at, listed, ordered, postClosed, startOfDay, tillShows, tillSold } from '../ledger/paper-core';
import { handleFacts } from '../use-cases/handle-facts';
import { answerCalls } from './answer-calls';
import type { Outcome, ReservationRequest } from './requests';
import {
  answerDeps,
  ask as askIn,
  call,
  granted,
  raceForHolds,
  shopWithSeller,
  wish,
  type ReservationWorld,
} from './paper-calls';

/** What reservations do over every ledger and answer book. Nothing sweeps in here: what runs out is judged when it is read. */
export function reservationsContract(open: () => Promise<ReservationWorld>): void {
  let world: ReservationWorld;
  const ask = (request: ReservationRequest, seconds?: number): Promise<Outcome> => askIn(world, request, seconds);
  const hold = async (units: number, seconds?: number) => granted(await ask(wish(units), seconds)).id;
  const confirm = (id: string, seconds?: number, paid = true) =>
    ask({ kind: 'confirm', id, paid, reference: 'W-1' }, seconds);
  const release = (id: string, seconds?: number) => ask({ kind: 'release', id }, seconds);
  const take = (facts: Envelope[], seconds = 60) => handleFacts({ ...world, ...answerDeps(world, seconds) }, facts);
  const told = async (type: string) => {
    const all = await world.uow.run((tx) => world.outbox.claim(tx, 10_000));
    return all.filter((envelope) => envelope.type === type).map((envelope) => envelope.data as Record<string, unknown>);
  };
  const theItem = async () => (await world.items())[0];
  const kept = async (seconds = 60) => {
    const item = await theItem();
    return { held: heldAt(item, 'main', startOfDay + seconds * 1_000), reserved: reservedAt(item, 'main') };
  };
  const shownByB = async () =>
    (await told('availability.changed')).filter(({ channel }) => channel === 'store-b').at(-1)?.lowerTo;

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

    it('may be paid later, and leaves the shelf for good when it is fulfilled', async () => {
      await stock(world, 3);
      const id = await hold(1);
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
      await take([tillSold('till-1', 's1:1', 1, 65)], 65);
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

  describe('an idempotency key', () => {
    it('answers the same request as before, whatever has happened since', async () => {
      await stock(world, 1);
      const once = call(wish(1), 'k1');
      const again = () => answerCalls(answerDeps(world, 90), [once]);
      const [first] = await again();
      await release(granted(first).id, 91);
      expect(await again()).toEqual([first]);
      const refusal = call(wish(5), 'k2');
      const refusedOnce = await answerCalls(answerDeps(world, 92), [refusal, refusal]);
      await take([tillShows('till-1', 9, 93)], 93);
      expect(await answerCalls(answerDeps(world, 94), [refusal])).toEqual([refusedOnce[0]]);
      expect(refusedOnce[1]).toEqual(refusedOnce[0]);
    });

    it('stands for one request only', async () => {
      await stock(world, 5);
      const [first, other] = await answerCalls(answerDeps(world, 60), [call(wish(1), 'k'), call(wish(2), 'k')]);
      expect([first.kind, other.kind]).toEqual(['done', 'key taken']);
      expect(await answerCalls(answerDeps(world, 61), [call(wish(2), 'k')])).toMatchObject([{ kind: 'key taken' }]);
      expect(await kept(61)).toEqual({ held: 1, reserved: 0 });
    });

    it('is forgotten after its time, a bounded number at once', async () => {
      await stock(world, 5);
      await answerCalls(
        answerDeps(world, 60),
        ['a', 'b', 'c'].map((key) => call(wish(1), key)),
      );
      const prune = (seconds: number, limit: number) =>
        world.uow.run((tx) => world.answers.prune(tx, new Date(startOfDay + seconds * 1_000), limit));
      expect([await prune(60, 9), await prune(61, 2), await prune(61, 2)]).toEqual([0, 2, 1]);
    });

    const raceUnderOneKey = async (of: ReservationWorld) => {
      await stock(of, 20);
      await Promise.all(
        Array.from({ length: 20 }, () => answerCalls(answerDeps(of, 60), [call(wish(1), 'the same key')])),
      );
      return (await kept()).held;
    };

    it('holds once for 20 copies of one request that arrive together', async () => {
      expect(await raceUnderOneKey(world)).toBe(1);
    });

    it('is what keeps them from holding 20 times, so the race above is a real one', async () => {
      const forgetful = { find: async () => new Map(), insert: async () => undefined, prune: async () => 0 };
      expect(await raceUnderOneKey({ ...world, answers: forgetful })).toBe(20);
    });
  });

  it('is forgotten long after it ran out, unless it has become an order', async () => {
    await stock(world, 9);
    const [first, , third] = [await hold(1), await hold(1), await hold(1)];
    await confirm(first);
    await release(third);
    const forget = (seconds: number, limit: number) =>
      world.uow.run((tx) => world.ledger.forget(tx, new Date(startOfDay + seconds * 1_000), limit));
    expect([await forget(120, 9), await forget(121, 1), await forget(121, 9), await forget(121, 9)]).toEqual([
      0, 1, 1, 0,
    ]);
    expect(granted(await confirm(first, 125)).state).toBe('confirmed');
  });

  it('keeps every level equal to the fold of its movements, and every bucket to the holds in it', async () => {
    await stock(world, 9);
    const [first, second, third] = [await hold(2), await hold(3), await hold(1)];
    await confirm(first, 61);
    await release(second, 62);
    await ask({ kind: 'extend', id: third, ttlSeconds: 90 }, 63);
    await take([tillSold('till-1', 's1:1', 7, 64)], 64);
    const movements = await world.movements();
    const item = await theItem();
    const fold = (field: 'held' | 'reserved') => movements.reduce((total, movement) => total + movement[field], 0);
    expect([fold('held'), fold('reserved')]).toEqual([
      item.holds.reduce((total, { units }) => total + units, 0),
      reservedAt(item, 'main'),
    ]);
    expect(item.holds).toMatchObject([{ units: 0, yielded: 1 }]);
    expect(movements.filter(({ causeId }) => causeId === third)).toHaveLength(1);
  });

  it('grants exactly the stocked units to 20 callers that race for one SKU', async () => {
    expect(await raceForHolds(world, 7, 20)).toBe(7);
    expect(await kept()).toEqual({ held: 7, reserved: 0 });
  });

  it('grants exactly the stocked units to 20 callers that are decided together', async () => {
    await stock(world, 7);
    const version = (await theItem()).version;
    const outcomes = await answerCalls(
      answerDeps(world, 60),
      Array.from({ length: 20 }, () => call(wish(1))),
    );
    expect(outcomes.filter(({ kind }) => kind === 'done')).toHaveLength(7);
    expect((await theItem()).version).toBe(version + 1);
    expect(await told('reservation.changed')).toHaveLength(7);
  });

  it('publishes nothing for a seller, and to the stores what its holds leave them', async () => {
    await stock(world, 4);
    await hold(3);
    const channels = new Set((await told('availability.changed')).map(({ channel }) => channel));
    expect([...channels].sort()).toEqual(['store-a', 'store-b']);
    expect(shopWithSeller.layout.places.map(({ channel }) => channel)).toContain('headless');
    expect(await shownByB()).toBe(1);
  });
}
