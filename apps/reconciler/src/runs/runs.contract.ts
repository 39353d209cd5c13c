import type { UnitOfWork } from '@tillbridge/persistence';
import { v7 } from 'uuid';
import { newRun } from '../run-reconcile';
import type { Finding, Run, Runs } from './runs';

export interface RunsWorld {
  uow: UnitOfWork;
  runs: Runs;
  close(): Promise<void>;
}

const startedAt = new Date('2026-11-23T10:00:00.000Z');
const finishedAt = new Date('2026-11-23T10:00:11.000Z');

const finding: Finding = {
  channel: 'store-a',
  place: '655441491',
  itemId: v7(),
  externalId: '43729076',
  expected: 4,
  observed: 5,
  reason: 'nothing explains it',
};

/** What every store of runs must do. */
export function runsContract(open: () => Promise<RunsWorld>): void {
  describe('runs', () => {
    let world: RunsWorld;
    beforeEach(async () => (world = await open()));
    afterEach(() => world.close());

    const begin = async (channel: string | null = null): Promise<Run> => {
      const run = newRun(v7(), channel, startedAt);
      await world.uow.run((tx) => world.runs.begin(tx, run));
      return run;
    };
    const ended = (run: Run): Run => ({ ...run, state: 'finished', finishedAt, compared: 3, agreeing: 2, drifting: 1 });

    it('keeps a run from its beginning to its end, with what it found', async () => {
      const run = await begin('store-a');
      expect(await world.runs.find(run.id)).toEqual({ run, findings: [] });
      const findings = [finding, { ...finding, channel: 'till', place: 'main' }];
      await world.uow.run((tx) => world.runs.end(tx, ended(run), [...findings].reverse()));
      expect(await world.runs.find(run.id)).toEqual({ run: ended(run), findings });
    });

    it('ends a run once only', async () => {
      const run = await begin();
      await world.uow.run((tx) => world.runs.end(tx, ended(run), [finding]));
      await expect(world.uow.run((tx) => world.runs.end(tx, ended(run), [finding]))).rejects.toThrow();
    });

    it('writes end and findings together or not at all', async () => {
      const run = await begin();
      const work = world.uow.run(async (tx) => {
        await world.runs.end(tx, ended(run), [finding]);
        throw new Error('the outbox refused');
      });
      await expect(work).rejects.toThrow('the outbox refused');
      expect(await world.runs.find(run.id)).toEqual({ run, findings: [] });
    });

    it('closes what a killed process left open, and nothing else', async () => {
      const [left, done] = [await begin(), await begin()];
      await world.uow.run((tx) => world.runs.end(tx, ended(done), []));
      expect(await world.uow.run((tx) => world.runs.abandon(tx, finishedAt))).toBe(1);
      expect((await world.runs.find(left.id))!.run).toMatchObject({ state: 'failed', finishedAt });
      expect((await world.runs.find(done.id))!.run.state).toBe('finished');
    });

    it('lists the newest first, up to a limit', async () => {
      const ids = [await begin(), await begin(), await begin()].map(({ id }) => id);
      expect((await world.runs.latest(2)).map(({ id }) => id)).toEqual([ids[2], ids[1]]);
      expect(await world.runs.find(v7())).toBeNull();
    });
  });
}
