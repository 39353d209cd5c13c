import type { Subject, Subjects } from '../spec-kit/databases';
import type { NewDelivery, PurgeBefore, RawIntake } from './raw-intake';

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 23, 10, 0, seconds));

function delivery(deliveryId: string, change: Partial<NewDelivery> = {}): NewDelivery {
  return {
    channel: 'store-a',
    deliveryId,
    topic: 'orders/create',
    headers: { 'x-version': '2026-07' },
    sealed: Buffer.from(`sealed ${deliveryId}`),
    receivedAt: at(0),
    ...change,
  };
}

/** What every implementation of RawIntake does. */
export function rawIntakeContract(name: string, subjects: Subjects<RawIntake>): void {
  describe(`RawIntake ${name}`, () => {
    let subject: Subject<RawIntake> & { close(): Promise<void> };
    beforeEach(async () => (subject = await subjects()));
    afterEach(() => subject.close());

    const store = (entry: NewDelivery) => subject.uow.run((tx) => subject.port.store(tx, entry));
    const take = (now: Date, limit = 10) => subject.uow.run((tx) => subject.port.take(tx, { now, limit }));
    const ids = async (now = at(1)) => (await take(now)).map((row) => row.deliveryId);

    it('stores a delivery once, however often it comes', async () => {
      expect(await store(delivery('1'))).toBe(true);
      expect(await store(delivery('1', { topic: 'orders/updated' }))).toBe(false);
      const [only, ...rest] = await take(at(1));
      expect(rest).toEqual([]);
      expect(only).toMatchObject({ topic: 'orders/create', headers: { 'x-version': '2026-07' }, attempts: 0 });
      expect(only!.sealed.toString()).toBe('sealed 1');
    });

    it('keeps the same delivery id of two channels apart', async () => {
      expect(await store(delivery('1'))).toBe(true);
      expect(await store(delivery('1', { channel: 'store-b' }))).toBe(true);
    });

    it('hands out in order of arrival, no more than asked for', async () => {
      for (const id of ['b', 'a', 'c']) await store(delivery(id));
      expect((await take(at(1), 2)).map((row) => row.deliveryId)).toEqual(['b', 'a']);
    });

    it('hands out the named ones only, when some are named', async () => {
      for (const id of ['a', 'b', 'c']) await store(delivery(id));
      const keys = ['c', 'a'].map((deliveryId) => ({ channel: 'store-a', deliveryId }));
      const taken = await subject.uow.run((tx) => subject.port.take(tx, { now: at(1), limit: 10, keys }));
      expect(taken.map((row) => row.deliveryId)).toEqual(['a', 'c']);
    });

    it('never hands out what is translated, and still knows it', async () => {
      await store(delivery('1'));
      await subject.uow.run((tx) => subject.port.markTranslated(tx, [delivery('1')]));
      expect(await ids()).toEqual([]);
      expect(await store(delivery('1'))).toBe(false);
      expect(await subject.port.counts()).toEqual({ waiting: 0, parked: 0 });
    });

    it('does not hand out a postponed delivery before its time, and counts the attempt', async () => {
      await store(delivery('1'));
      await subject.uow.run((tx) => subject.port.postpone(tx, delivery('1'), at(30)));
      expect(await ids(at(29))).toEqual([]);
      expect(await take(at(30))).toMatchObject([{ deliveryId: '1', attempts: 1 }]);
    });

    it('parks with the reason, lists, and replays from a clean slate', async () => {
      await store(delivery('1'));
      await store(delivery('2'));
      await subject.uow.run(async (tx) => {
        await subject.port.postpone(tx, delivery('1'), at(30));
        await subject.port.park(tx, delivery('1'), 'not JSON');
      });
      expect(await ids()).toEqual(['2']);
      expect(await subject.port.counts()).toEqual({ waiting: 1, parked: 1 });
      expect(await subject.port.listParked(10)).toMatchObject([
        { channel: 'store-a', deliveryId: '1', reason: 'not JSON', attempts: 1, replayable: true },
      ]);
      expect(await subject.uow.run((tx) => subject.port.replay(tx, [delivery('2'), delivery('1')]))).toBe(1);
      expect(await take(at(1))).toMatchObject([{ deliveryId: '1', attempts: 0 }, { deliveryId: '2' }]);
    });

    describe('what has been kept for too long', () => {
      const none = at(-1);
      const purge = (before: Partial<PurgeBefore>) =>
        subject.uow.run((tx) =>
          subject.port.purge(tx, { parkedBody: none, parked: none, translated: none, ...before }),
        );
      const park = (...names: string[]) =>
        subject.uow.run(async (tx) => {
          for (const name of names) await subject.port.park(tx, delivery(name), 'unknown topic');
        });

      it('loses its body where it is parked: it can be seen, after what can be replayed, but is not under way', async () => {
        await store(delivery('old', { receivedAt: at(0) }));
        await store(delivery('new', { receivedAt: at(50) }));
        await park('old', 'new');
        expect(await purge({ parkedBody: at(40) })).toEqual({ purged: 1, forgotten: 0 });
        expect(await purge({ parkedBody: at(40) })).toEqual({ purged: 0, forgotten: 0 });
        expect(await subject.port.listParked(10)).toMatchObject([
          { deliveryId: 'new', replayable: true },
          { deliveryId: 'old', replayable: false },
        ]);
        expect(await subject.port.listParked(1)).toMatchObject([{ deliveryId: 'new' }]);
        expect(await subject.port.counts()).toEqual({ waiting: 0, parked: 1 });
        expect(await subject.uow.run((tx) => subject.port.replay(tx, 'all'))).toBe(1);
      });

      it('is forgotten where it is parked and has lost its body, and only there', async () => {
        for (const name of ['old', 'replayed', 'waiting']) await store(delivery(name));
        await store(delivery('new', { receivedAt: at(50) }));
        await park('old', 'replayed', 'new');
        await subject.uow.run((tx) => subject.port.replay(tx, [delivery('replayed')]));
        expect(await purge({ parked: at(60) })).toEqual({ purged: 0, forgotten: 0 });
        expect(await purge({ parkedBody: at(60), parked: at(40) })).toEqual({ purged: 2, forgotten: 1 });
        expect(await subject.port.listParked(10)).toMatchObject([{ deliveryId: 'new', replayable: false }]);
        expect(await ids(at(60))).toEqual(['replayed', 'waiting']);
      });

      it('is forgotten where it is translated', async () => {
        await store(delivery('old', { receivedAt: at(0) }));
        await store(delivery('new', { receivedAt: at(50) }));
        await subject.uow.run((tx) => subject.port.markTranslated(tx, [delivery('old'), delivery('new')]));
        expect(await purge({ translated: at(40) })).toEqual({ purged: 0, forgotten: 1 });
        expect(await store(delivery('new'))).toBe(false);
        expect(await store(delivery('old'))).toBe(true);
      });
    });

    it('leaves no trace of a unit of work that was rolled back', async () => {
      const failed = subject.uow.run(async (tx) => {
        await subject.port.store(tx, delivery('1'));
        throw new Error('rolled back');
      });
      await expect(failed).rejects.toThrow('rolled back');
      expect(await ids()).toEqual([]);
    });
  });
}
