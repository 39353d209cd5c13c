import type { UnitOfWork } from '@tillbridge/persistence';
import type { Alert, NewAlert } from './alert';
import type { AlertBook } from './alert-book';

export interface AlertBookWorld {
  uow: UnitOfWork;
  book: AlertBook;
}

const start = Date.parse('2026-11-23T10:00:00.000Z');
const at = (seconds: number): Date => new Date(start + seconds * 1_000);
const bounds = { limit: 10, leaseMs: 60_000, patienceMs: 3_600_000 };

export function newAlert(key: string, more: Partial<NewAlert> = {}): NewAlert {
  const text = { subject: `About ${key}`, cause: 'It is so.', action: 'Look at it.' };
  return { key, text, fields: { about: key }, dueAt: at(0), ...more };
}

/** What every alert book must do. `open` gives an empty one. */
export function alertBookContract(open: () => Promise<AlertBookWorld>): void {
  let { uow, book } = {} as AlertBookWorld;
  const add = (...alerts: NewAlert[]) => uow.run((tx) => book.add(tx, alerts, at(0)));
  const claim = (seconds = 0, limit = bounds.limit) =>
    uow.run((tx) => book.claim(tx, at(seconds), { ...bounds, limit }));
  const all = () => uow.run((tx) => book.page(tx, { state: null, after: null, limit: 100 }));
  const byKey = async (key: string): Promise<Alert> => {
    const found = await uow.run((tx) => book.find(tx, [key, 'unknown']));
    expect([...found.keys()]).toEqual([key]);
    return found.get(key)!;
  };
  const sent = (claimed: Alert, seconds = 1) =>
    uow.run((tx) => book.settle(tx, claimed, { state: 'sent', at: at(seconds), reason: null }));

  beforeEach(async () => {
    ({ uow, book } = await open());
  });

  describe('an alert book', () => {
    it('keeps what it was given, waiting', async () => {
      await add(newAlert('a', { dueAt: at(30) }));
      expect(await byKey('a')).toEqual({
        ...newAlert('a', { dueAt: at(30) }),
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        createdAt: at(0),
        state: 'waiting',
        attempts: 0,
        firstTriedAt: null,
        giveUpAt: null,
        delivered: [],
        round: 0,
        reason: null,
        sentAt: null,
      });
      expect(await uow.run((tx) => book.one(tx, '01932f6e-7c00-7d30-8a10-5a2c3e4f5a6b'))).toBeNull();
    });

    it('holds no alert of a unit of work that was rolled back', async () => {
      const run = uow.run(async (tx) => {
        await book.add(tx, [newAlert('a')], at(0));
        throw new Error('no');
      });
      await expect(run).rejects.toThrow('no');
      expect(await all()).toEqual([]);
    });

    it('keeps one alert per key, as it was first written, also when two write it at once', async () => {
      await Promise.all([add(newAlert('a'), newAlert('b')), add(newAlert('b'), newAlert('a'))]);
      await add(newAlert('a', { fields: { about: 'another' } }));
      expect(await all()).toHaveLength(2);
      expect((await byKey('a')).fields).toEqual({ about: 'a' });
    });

    it('leaves what was sent already alone, though the same is added again', async () => {
      await add(newAlert('a'));
      await sent((await claim())[0]);
      await add(newAlert('a'));
      expect([(await byKey('a')).state, await claim(3_600)]).toEqual(['sent', []]);
    });

    it('gives out what is due, the longest due first, each to one claim until its lease is over', async () => {
      await add(newAlert('c', { dueAt: at(2) }), newAlert('a'), newAlert('b', { dueAt: at(1) }));
      const [first, second] = await Promise.all([claim(1), claim(1)]);
      expect([...first, ...second].map(({ key }) => key).sort()).toEqual(['a', 'b']);
      expect((await claim(2, 1)).map(({ key }) => key)).toEqual(['c']);
      expect(await claim(60)).toEqual([]);
      expect((await claim(61, 1)).map(({ key, attempts }) => [key, attempts])).toEqual([[expect.any(String), 2]]);
    });

    it('never gives one alert to two of many claims at once', async () => {
      await add(...Array.from({ length: 30 }, (_, n) => newAlert(`k${n}`)));
      const claims = await Promise.all(Array.from({ length: 6 }, () => claim(0, 10)));
      const keys = claims.flat().map(({ key }) => key);
      expect(keys.length).toBeGreaterThan(0);
      expect(new Set(keys).size).toBe(keys.length);
    });

    it('counts the attempts, and sets the time to give up from the first one', async () => {
      await add(newAlert('a'));
      const [first] = await claim();
      expect(first).toMatchObject({ attempts: 1, firstTriedAt: at(0), giveUpAt: at(3_600), dueAt: at(60) });
      await uow.run((tx) => book.settle(tx, first, { state: 'waiting', dueAt: at(5), reason: 'away' }));
      expect(await byKey('a')).toMatchObject({ state: 'waiting', dueAt: at(5), reason: 'away' });
      expect(await claim(5)).toMatchObject([{ attempts: 2, firstTriedAt: at(0), giveUpAt: at(3_600) }]);
    });

    it('gives other words to what nobody has tried to send, and to nothing else', async () => {
      await add(newAlert('a', { dueAt: at(30) }));
      const other = newAlert('a', { fields: { about: 'more' }, dueAt: at(1) });
      const rewrite = (alert: NewAlert) => uow.run((tx) => book.rewrite(tx, alert));
      expect(await rewrite(other)).toBe(true);
      expect(await byKey('a')).toMatchObject(other);
      expect(await rewrite(newAlert('unknown'))).toBe(false);
      const [claimed] = await claim(1);
      expect(await rewrite(newAlert('a'))).toBe(false);
      await uow.run((tx) => book.settle(tx, claimed, { state: 'failed', reason: 'away' }));
      await uow.run((tx) => book.sendAgain(tx, claimed.id, at(3)));
      expect(await rewrite(newAlert('a'))).toBe(false);
    });

    it('takes back what nobody has tried to send, and nothing else', async () => {
      await add(newAlert('a'), newAlert('b', { dueAt: at(30) }));
      await claim();
      for (const key of ['a', 'b', 'unknown']) await uow.run((tx) => book.withdraw(tx, key));
      expect((await all()).map(({ key }) => key)).toEqual(['a']);
    });

    it('remembers once who has taken an alert', async () => {
      await add(newAlert('a'));
      const { id } = await byKey('a');
      const took = (sink: string) => uow.run((tx) => book.delivered(tx, id, sink));
      await Promise.all([took('mail'), took('webhook')]);
      await took('mail');
      expect([...(await byKey('a')).delivered].sort()).toEqual(['mail', 'webhook']);
    });

    it('lets only the holder of the lease say how an attempt ended', async () => {
      await add(newAlert('a'));
      const [late] = await claim(0);
      const [current] = await claim(60);
      expect(await uow.run((tx) => book.settle(tx, late, { state: 'failed', reason: 'slow' }))).toBe(false);
      expect(await sent(current, 61)).toBe(true);
      expect(await byKey('a')).toMatchObject({ state: 'sent', sentAt: at(61), reason: null });
      expect(await sent(current, 62)).toBe(false);
    });

    it('says when the next one is due', async () => {
      const nextDueAt = () => uow.run((tx) => book.nextDueAt(tx));
      expect(await nextDueAt()).toBeNull();
      await add(newAlert('b', { dueAt: at(9) }), newAlert('a', { dueAt: at(4) }));
      expect(await nextDueAt()).toEqual(at(4));
      const [claimed] = await claim(4);
      expect(await nextDueAt()).toEqual(at(9));
      await sent(claimed);
      expect(await nextDueAt()).toEqual(at(9));
    });

    it('sends again what was sent to everybody, and what failed or was kept to those that have not taken it', async () => {
      await add(newAlert('failed'), newAlert('kept'), newAlert('sent'));
      for (const claimed of await claim()) {
        await uow.run((tx) => book.delivered(tx, claimed.id, 'mail'));
        const reason = 'away';
        await uow.run((tx) =>
          book.settle(
            tx,
            claimed,
            claimed.key === 'sent'
              ? { state: 'sent', at: at(1), reason: null }
              : { state: claimed.key as 'failed' | 'kept', reason },
          ),
        );
      }
      const again = async (key: string) => {
        const { id } = await byKey(key);
        expect(await uow.run((tx) => book.sendAgain(tx, id, at(9)))).toBe(true);
        expect(await uow.run((tx) => book.sendAgain(tx, id, at(9)))).toBe(false);
        return byKey(key);
      };
      const asked = { state: 'waiting', dueAt: at(9), attempts: 0, giveUpAt: null, reason: null };
      expect(await again('failed')).toMatchObject({ ...asked, delivered: ['mail'], round: 0 });
      expect(await again('kept')).toMatchObject({ ...asked, delivered: ['mail'], round: 0 });
      expect(await again('sent')).toMatchObject({ ...asked, delivered: [], round: 1 });
    });

    it('is read page by page, the newest first, and by state', async () => {
      for (const key of ['a', 'b', 'c']) await add(newAlert(key));
      const [claimed] = await claim(0, 1);
      await sent(claimed);
      const page = async (asked: Parameters<AlertBook['page']>[1]) =>
        (await uow.run((tx) => book.page(tx, asked))).map(({ key }) => key);
      const newest = (await all()).map(({ key }) => key);
      expect(newest).toEqual(['c', 'b', 'a']);
      const [{ id }] = await all();
      expect(await page({ state: null, after: id, limit: 1 })).toEqual(['b']);
      expect(await page({ state: 'sent', after: null, limit: 9 })).toEqual([claimed.key]);
      expect(await page({ state: 'failed', after: null, limit: 9 })).toEqual([]);
    });

    it('forgets what is old and done, and nothing that waits', async () => {
      await add(newAlert('done'), newAlert('waiting', { dueAt: at(900) }));
      const [claimed] = await claim();
      await sent(claimed);
      const prune = (seconds: number) => uow.run((tx) => book.prune(tx, at(seconds)));
      expect(await prune(0)).toBe(0);
      expect(await prune(1)).toBe(1);
      expect((await all()).map(({ key }) => key)).toEqual(['waiting']);
    });
  });
}
