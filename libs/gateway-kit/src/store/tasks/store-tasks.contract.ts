import type { Tx } from '@tillbridge/persistence';
import type { Subject, Subjects } from '../../spec-kit/databases';
import type { StoreTask, StoreTasks } from './store-tasks';

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 23, 10, 0, seconds));

/** What every implementation of StoreTasks does. */
export function storeTasksContract(name: string, subjects: Subjects<StoreTasks>): void {
  describe(`StoreTasks ${name}`, () => {
    let subject: Subject<StoreTasks> & { close(): Promise<void> };
    beforeEach(async () => (subject = await subjects()));
    afterEach(() => subject.close());
    const run = <T>(work: (tx: Tx, port: StoreTasks) => Promise<T>) => subject.uow.run((tx) => work(tx, subject.port));
    const wish = (rank: number, payload: unknown = null, notBefore = at(0)) => ({
      channel: 'store-a',
      kind: 'resolve-order' as const,
      subject: '7001',
      payload,
      rank,
      notBefore,
    });
    const wantTask = (...tasks: ReturnType<typeof wish>[]) => run((tx, port) => port.want(tx, tasks));
    const due = (now = at(0)) => run((tx, tasks) => tasks.due(tx, 'store-a', now, 10));
    const finish = (task: StoreTask) => run((tx, tasks) => tasks.done(tx, task));

    it('keeps one task per subject: the highest rank, or the same wished for again', async () => {
      await wantTask(wish(2, { decision: 2 }));
      await wantTask(wish(1, { decision: 1 }));
      expect(await due()).toMatchObject([{ rank: 2, payload: { decision: 2 }, attempts: 0 }]);
      await wantTask(wish(3, { decision: 3 }));
      expect(await due()).toMatchObject([{ rank: 3, payload: { decision: 3 } }]);
    });

    it('leaves out a wish that one of a higher rank has overtaken, also when that one is done', async () => {
      await wantTask(wish(2));
      await finish((await due())[0]!);
      await wantTask(wish(1));
      expect(await due()).toEqual([]);
      await wantTask({ ...wish(1), subject: '7002' }, wish(2));
      expect((await due()).map(({ subject, rank }) => [subject, rank]).sort()).toEqual([
        ['7001', 2],
        ['7002', 1],
      ]);
    });

    it('does not end a wish that was renewed while the old one was worked on', async () => {
      await wantTask(wish(1));
      const [task] = await due();
      await wantTask(wish(2));
      await finish(task!);
      expect(await due()).toMatchObject([{ rank: 2 }]);
      await finish((await due())[0]!);
      expect(await due()).toEqual([]);
    });

    it('renews what is to be done, or under way, and nothing else', async () => {
      const renew = () => run((tx, port) => port.renew(tx, 'store-a', 'resolve-order', ['7001', '7002'], at(0)));
      await renew();
      expect(await due()).toEqual([]);
      await wantTask(wish(1, { decision: 1 }));
      const [task] = await due();
      await renew();
      await finish(task!);
      expect(await due()).toMatchObject([{ rank: 1, payload: { decision: 1 } }]);
    });

    it('has what is renewed wait behind what waited already', async () => {
      await wantTask(wish(1), { ...wish(1, null, at(1)), subject: '7002' });
      await run((tx, port) => port.renew(tx, 'store-a', 'resolve-order', ['7001'], at(2)));
      expect((await due(at(2))).map((task) => task.subject)).toEqual(['7002', '7001']);
      await run((tx, port) => port.renew(tx, 'store-a', 'resolve-order', ['7001'], at(0)));
      expect((await due(at(2))).map((task) => task.notBefore)).toEqual([at(1), at(2)]);
    });

    it('tries again later, and at once when hastened', async () => {
      await wantTask(wish(1));
      await run(async (tx, tasks) => tasks.again(tx, (await tasks.due(tx, 'store-a', at(0), 1))[0]!, at(30), true));
      expect(await due(at(29))).toEqual([]);
      expect(await run((tx, tasks) => tasks.nextDueAt(tx, 'store-a'))).toEqual(at(30));
      await run((tx, tasks) => tasks.hasten(tx, 'store-a', ['read-order'], at(1)));
      expect(await due(at(1))).toEqual([]);
      await run((tx, tasks) => tasks.hasten(tx, 'store-a', ['resolve-order'], at(1)));
      expect(await due(at(1))).toMatchObject([{ attempts: 1 }]);
    });

    it('counts what the store answered apart from what it did not, and forgets the latter with the next answer', async () => {
      await wantTask(wish(1));
      const again = (answered: boolean) =>
        run(async (tx, tasks) => tasks.again(tx, (await tasks.due(tx, 'store-a', at(0), 1))[0]!, at(0), answered));
      await again(false);
      await again(false);
      expect(await due()).toMatchObject([{ attempts: 0, unanswered: 2 }]);
      await again(true);
      expect(await due()).toMatchObject([{ attempts: 1, unanswered: 0 }]);
      await again(false);
      await wantTask(wish(2));
      expect(await due()).toMatchObject([{ attempts: 0, unanswered: 0 }]);
    });

    it('parks with the reason, counts, and replays', async () => {
      await wantTask(wish(1));
      expect(await subject.port.counts()).toEqual({ waiting: 0, resolutions: 1, parked: 0 });
      const parked = await due();
      await run((tx, tasks) => tasks.park(tx, parked[0]!, 'refused'));
      expect(await due()).toEqual([]);
      expect(await subject.port.listParked(10)).toEqual([
        { channel: 'store-a', kind: 'resolve-order', subject: '7001', reason: 'refused', attempts: 0 },
      ]);
      expect(await subject.port.counts()).toEqual({ waiting: 0, resolutions: 0, parked: 1 });
      const [before] = parked;
      expect(await run((tx, tasks) => tasks.replayParked(tx, at(0)))).toBe(1);
      const [replayed] = await due();
      expect(replayed).toMatchObject({ attempts: 0 });
      expect(replayed!.revision).not.toBe(before!.revision);
    });
  });
}
