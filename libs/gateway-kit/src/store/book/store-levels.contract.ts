import { concludeEdit, openPush, seeStoreFacts, takeStoreRead } from '@tillbridge/level-mirror';
import { StaleVersion } from '@tillbridge/persistence';
import type { Subject, Subjects } from '../../spec-kit/databases';
import type { LevelKey } from '../store-adapter';
import { newStoreLevel, readDue, want, type StoreLevel } from './store-level';
import type { StoreLevels } from './store-levels';

const itemId = '01932f6e-7c00-7d30-8a10-5a2c3e4f5a6b';
const key = (externalId: string, storeLocation = 'l1') => ({ externalId, storeLocation });
const counted = { ordersSeen: 0, claim: 0, edits: 0 };
const newStory = newStoreLevel({ channel: 'store-a', ...key('v1') }).story;
const at = (seconds: number) => new Date(Date.UTC(2026, 10, 23, 10, 0, seconds));

/** A level that was read as 5 and is linked. */
function readLevel(externalId: string, channel = 'store-a'): StoreLevel {
  const level = newStoreLevel({ channel, ...key(externalId) });
  const mirror = takeStoreRead(level.mirror, { token: 0, level: 5 });
  return { ...level, levelRef: `ref-${externalId}`, itemId, mirror };
}

/** What every implementation of StoreLevels does. */
export function storeLevelsContract(name: string, subjects: Subjects<StoreLevels>): void {
  describe(`StoreLevels ${name}`, () => {
    let subject: Subject<StoreLevels> & { close(): Promise<void> };
    beforeEach(async () => (subject = await subjects()));
    afterEach(() => subject.close());

    const save = (...levels: StoreLevel[]) => subject.uow.run((tx) => subject.port.save(tx, levels));
    const load = (...keys: { externalId: string; storeLocation: string }[]) =>
      subject.uow.run((tx) => subject.port.load(tx, 'store-a', keys));
    const wanting = (limit = 10) => subject.uow.run((tx) => subject.port.wantingPush(tx, 'store-a', limit));
    const ids = (levels: StoreLevel[]) => levels.map((level) => level.externalId);

    it('gives a level that was never stored as a new one', async () => {
      expect(await load(key('v1'))).toEqual([newStoreLevel({ channel: 'store-a', ...key('v1') })]);
    });

    it('gives back everything that was saved', async () => {
      const level: StoreLevel = {
        ...want(readLevel('v1'), {
          lowerTo: 4,
          raiseTo: 3,
          version: 7,
          dealt: true,
          counted: { ordersSeen: 1, claim: 2, edits: -3 },
        }),
        readDueAt: at(1),
        hint: -2,
        lastRead: { requestedAt: at(2), committed: 4 },
        stockedAt: at(3),
        refusal: 'no such item',
        settledVersion: 6,
        reported: { claim: 1, edits: -1, ended: 4, reversed: 2, settled: true },
        story: { missingSince: at(1), settled: true, editedAt: at(2) },
        told: { shown: 4, ordersSeen: 2, restocksSeen: 1, missing: 3 },
        toldSeq: 5,
      };
      const open = { key: '0624dbcd-5b1c-4d1a-8b5e-0d4f7c1ae772', from: 5, to: 4, version: 7 };
      const saved = { ...level, mirror: openPush(level.mirror, open) };
      await save(saved);
      expect(await load(key('v1'))).toEqual([{ ...saved, version: 1 }]);
    });

    it('loads each level once and in key order, whatever order it was asked in', async () => {
      await save(readLevel('v2'), readLevel('v1'));
      expect(ids(await load(key('v2'), key('v1'), key('v2')))).toEqual(['v1', 'v2']);
    });

    it('keeps channels apart', async () => {
      await save(readLevel('v1', 'store-b'));
      expect((await load(key('v1')))[0]!.version).toBe(0);
    });

    it('refuses to save what someone else saved meanwhile, new or known', async () => {
      const fresh = readLevel('v1');
      const once = { run: <T>(work: Parameters<typeof subject.uow.run<T>>[0]) => attemptOnce(subject, work) };
      await save(fresh);
      await expect(once.run((tx) => subject.port.save(tx, [fresh]))).rejects.toBeInstanceOf(StaleVersion);
      const [loaded] = await load(key('v1'));
      await save({ ...loaded!, hint: 1 });
      await expect(once.run((tx) => subject.port.save(tx, [{ ...loaded!, hint: 2 }]))).rejects.toBeInstanceOf(
        StaleVersion,
      );
      expect((await load(key('v1')))[0]).toMatchObject({ hint: 1, version: 2 });
    });

    it('counts every order of twenty that arrive at once', async () => {
      await save(readLevel('v1'));
      const count = () =>
        subject.uow.run(async (tx) => {
          const [level] = await subject.port.load(tx, 'store-a', [key('v1')]);
          await Promise.resolve();
          const mirror = seeStoreFacts(level!.mirror, { ordered: 1, restocked: 0 });
          await subject.port.save(tx, [{ ...level!, mirror }]);
        });
      const retried = async (): Promise<void> => count().catch(() => retried());
      await Promise.all(Array.from({ length: 20 }, retried));
      expect((await load(key('v1')))[0]!.mirror.ordered).toBe(20);
    });

    it('finds levels by what the vendor names them by, and by item', async () => {
      await save(readLevel('v1'), { ...readLevel('v2'), itemId: null });
      const byRef = await subject.uow.run((tx) =>
        subject.port.loadByLevelRef(tx, 'store-a', [{ levelRef: 'ref-v2', storeLocation: 'l1' }]),
      );
      expect(ids(byRef)).toEqual(['v2']);
      expect(ids(await subject.uow.run((tx) => subject.port.loadByItem(tx, 'store-a', [itemId])))).toEqual(['v1']);
    });

    it('puts the levels to be lowered before those to be raised, however long these wait', async () => {
      await save(readLevel('v1'), readLevel('v2'));
      for (const [externalId, units] of [
        ['v1', 9],
        ['v2', 3],
      ] as const) {
        const [level] = await load(key(externalId));
        await save(want(level!, { lowerTo: units, raiseTo: units, version: 1, dealt: false, counted }));
      }
      expect(ids(await wanting())).toEqual(['v2', 'v1']);
      expect(ids(await wanting(1))).toEqual(['v2']);
    });

    it('finds what may leave a braked channel, by whether what was moved before still counts', async () => {
      const settled = { shown: 5, ordersSeen: 0, restocksSeen: 0, missing: 0 };
      const mark = { shown: 8, pushed: 4, until: at(60) };
      const wanting = (externalId: string, units: number, change: Partial<StoreLevel> = {}) => {
        const wish = { lowerTo: units, raiseTo: units, version: 1, dealt: false, counted };
        return want({ ...readLevel(externalId), told: settled, ...change }, wish);
      };
      await save(
        wanting('v1', 4),
        wanting('v2', 1),
        wanting('v3', 6),
        wanting('v4', 4, { told: null }),
        wanting('v5', 5),
        wanting('v6', 4, { mark }),
        wanting('v7', 4, { mark: { ...mark, shown: 10 } }),
      );
      const passing = (now: Date, limit = 10) =>
        subject.uow.run((tx) => subject.port.passingBrake(tx, 'store-a', now, limit));
      expect(ids(await passing(at(0))).sort()).toEqual(['v1', 'v7']);
      expect(ids(await passing(at(60))).sort()).toEqual(['v1', 'v6', 'v7']);
      expect(await passing(at(60), 1)).toHaveLength(1);
    });

    it('knows which levels want a push, those that wait longest first', async () => {
      const wish = { lowerTo: 3, raiseTo: 3, version: 1, dealt: false, counted };
      await save(readLevel('v1'), readLevel('v2'), readLevel('v3'));
      for (const externalId of ['v3', 'v1']) {
        const [level] = await load(key(externalId));
        await save(want(level!, wish));
      }
      expect(ids(await wanting())).toEqual(['v3', 'v1']);
      expect(ids(await wanting(1))).toEqual(['v3']);
      const [first] = await wanting();
      const push = { key: '0624dbcd-5b1c-4d1a-8b5e-0d4f7c1ae772', from: 5, to: 3, version: 1 };
      await save({ ...first!, mirror: openPush(first!.mirror, push) });
      expect(ids(await wanting())).toEqual(['v1']);
      expect(await subject.port.counts()).toEqual({ pushesWanted: 1, pushesOpen: 1, dirty: 0, refused: 0 });
    });

    it('does not want a push that the store refused, until there is a newer wish', async () => {
      const wish = { lowerTo: 3, raiseTo: 3, version: 1, dealt: false, counted };
      await save({ ...want(readLevel('v1'), wish), refusal: 'no such item' });
      expect(await wanting()).toEqual([]);
      const [level] = await load(key('v1'));
      await save(want(level!, { ...wish, version: 2 }));
      expect(ids(await wanting())).toEqual(['v1']);
    });

    it('hands out reads when they fall due, and never while a push is open', async () => {
      const open = { key: '0624dbcd-5b1c-4d1a-8b5e-0d4f7c1ae772', from: 5, to: 3, version: 1 };
      const pushing = readLevel('v3');
      await save(
        readDue(readLevel('v1'), at(20)),
        readDue(readLevel('v2'), at(10)),
        readDue({ ...pushing, mirror: openPush(pushing.mirror, open) }, at(1)),
        { ...readDue(readLevel('v4'), at(1)), levelRef: null },
      );
      const due = (now: Date) => subject.uow.run((tx) => subject.port.wantingRead(tx, 'store-a', now, 10));
      expect(ids(await due(at(9)))).toEqual([]);
      expect(ids(await due(at(20)))).toEqual(['v2', 'v1']);
      expect(await subject.uow.run((tx) => subject.port.nextReadAt(tx, 'store-a'))).toEqual(at(10));
      expect((await subject.port.counts()).dirty).toBe(3);
    });

    it('finds settled surpluses, and shortfalls where an edit is open or nobody knows yet that nothing explains them', async () => {
      const seen = readLevel('v1').mirror;
      const over = takeStoreRead(seen, { token: seen.facts, level: 8 });
      await save(
        { ...readLevel('v1'), mirror: over },
        { ...readLevel('v2'), mirror: { ...over, dirty: true } },
        { ...readLevel('v3'), mirror: concludeEdit(over, over.residual) },
        { ...readLevel('v4'), mirror: { ...concludeEdit(over, over.residual), residual: -1 } },
        { ...readLevel('v5'), mirror: { ...seen, residual: -1 } },
        { ...readLevel('v6'), mirror: { ...seen, residual: -1 }, story: { ...newStory, settled: true } },
      );
      const concludable = (after: LevelKey | null, limit = 10) =>
        subject.uow.run((tx) => subject.port.concludable(tx, 'store-a', after, limit));
      expect(ids(await concludable(null))).toEqual(['v1', 'v4', 'v5']);
      expect(ids(await concludable(null, 2))).toEqual(['v1', 'v4']);
      expect(ids(await concludable(key('v4'), 2))).toEqual(['v5']);
    });

    it('finds the edits that nothing has changed for long, where the level shows what is expected', async () => {
      const seen = readLevel('v1').mirror;
      const edited = { ...seen, edits: -2 };
      const old = { ...newStory, editedAt: at(10) };
      await save(
        { ...readLevel('v1'), mirror: edited, story: old },
        { ...readLevel('v2'), mirror: edited, story: { ...newStory, editedAt: at(11) } },
        { ...readLevel('v3'), mirror: { ...edited, residual: 1 }, story: old },
        { ...readLevel('v4'), mirror: { ...edited, dirty: true }, story: old },
        { ...readLevel('v5'), mirror: seen },
      );
      const found = await subject.uow.run((tx) => subject.port.withOldEdits(tx, 'store-a', at(10), 10));
      expect(ids(found)).toEqual(['v1']);
    });

    it('pages through a channel without missing or repeating one', async () => {
      const all = Array.from({ length: 7 }, (_, index) => readLevel(`v${index}`));
      await save(...all, readLevel('x', 'store-b'));
      const seen: string[] = [];
      for (let after: StoreLevel | null = null; ;) {
        const page: StoreLevel[] = await subject.uow.run((tx) => subject.port.page(tx, 'store-a', after, 3));
        seen.push(...ids(page));
        if (page.length < 3) break;
        after = page.at(-1)!;
      }
      expect(seen).toEqual(ids(all));
    });
  });
}

/** One attempt, so that a stale write shows instead of being decided again. */
async function attemptOnce<T>(
  subject: Subject<StoreLevels>,
  work: Parameters<typeof subject.uow.run<T>>[0],
): Promise<T> {
  let failure: unknown;
  let attempts = 0;
  try {
    return await subject.uow.run(async (tx) => {
      if ((attempts += 1) > 1) throw new Error('decided again');
      try {
        return await work(tx);
      } catch (error) {
        failure = error;
        throw error;
      }
    });
  } catch (error) {
    throw failure ?? error;
  }
}
