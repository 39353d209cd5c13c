import { PermanentError, RetryableError, StaleVersion, Unavailable } from './errors';
import type { Platform } from './platform.contract';
import type { Tx } from './unit-of-work';

const consumer = 'contract';

export function unitOfWorkContract(open: () => Promise<Platform>): void {
  describe('unit of work', () => {
    it('keeps what a finished unit wrote and gives back its result', async () => {
      const { uow, inbox } = await ready(open);
      expect(await uow.run(async (tx) => (await inbox.admit(tx, consumer, ['a'])).size)).toBe(1);
      expect(await uow.run(async (tx) => (await inbox.admit(tx, consumer, ['a'])).size)).toBe(0);
    });

    it('keeps nothing of a unit that threw, and hands on its error unchanged', async () => {
      const { uow, inbox } = await ready(open);
      const failure = new PermanentError('no such item');
      const run = uow.run(async (tx) => {
        await inbox.admit(tx, consumer, ['a']);
        throw failure;
      });
      await expect(run).rejects.toBe(failure);
      expect(await uow.run(async (tx) => (await inbox.admit(tx, consumer, ['a'])).size)).toBe(1);
    });

    it('calls it Unavailable when the work could not reach its database, and keeps what is judged already', async () => {
      const { uow } = await ready(open);
      const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
      const run = uow.run(() => Promise.reject(refused));
      await expect(run).rejects.toThrow(Unavailable);
      await expect(run).rejects.toThrow('database: connect ECONNREFUSED');
      const judged = new RetryableError('the till is away', { cause: refused });
      await expect(uow.run(() => Promise.reject(judged))).rejects.toBe(judged);
      const waiting = new Unavailable('no shop yet', { cause: refused });
      await expect(uow.run(() => Promise.reject(waiting))).rejects.toBe(waiting);
    });

    it('decides a stale unit again from its beginning, with nothing left of the first attempt', async () => {
      const { uow, inbox } = await ready(open);
      const admitted: number[] = [];
      await uow.run(async (tx) => {
        admitted.push((await inbox.admit(tx, consumer, ['a'])).size);
        if (admitted.length < 3) throw new StaleVersion('someone was faster');
      });
      expect(admitted).toEqual([1, 1, 1]);
    });

    it('gives up a unit that stays stale after a bounded number of attempts', async () => {
      const platform = await open();
      const told: number[] = [];
      const uow = platform.uow({ attemptsMax: 3, onStale: (attempt) => told.push(attempt) });
      let runs = 0;
      const run = uow.run(async () => {
        runs += 1;
        throw new StaleVersion('always');
      });
      await expect(run).rejects.toThrow(RetryableError);
      await expect(run).rejects.toThrow('still stale after 3 attempts: always');
      expect(runs).toBe(3);
      expect(told).toEqual([1, 2, 3]);
    });

    it('waits a jittered moment between attempts', async () => {
      const platform = await open();
      const waits: number[] = [];
      const uow = platform.uow({ random: () => 0.5, sleep: async (ms) => void waits.push(ms) });
      await expect(uow.run(() => Promise.reject(new StaleVersion('x')))).rejects.toThrow(RetryableError);
      expect(waits).toEqual([4, 8, 16, 32]);
    });

    it('lets whoever runs it wait before each further attempt, and not before the first', async () => {
      const { uow } = await ready(open);
      const steps: string[] = [];
      await uow.run(
        async () => {
          steps.push('attempt');
          if (steps.length < 5) throw new StaleVersion('someone was faster');
        },
        async () => void steps.push('before again'),
      );
      expect(steps).toEqual(['attempt', 'before again', 'attempt', 'before again', 'attempt']);
    });

    it('runs a hook once, after the commit of the attempt that was kept', async () => {
      const { uow, inbox } = await ready(open);
      const seen: string[] = [];
      let attempt = 0;
      let known: Promise<number> | undefined;
      await uow.run(async (tx) => {
        attempt += 1;
        tx.afterCommit(() => seen.push(`attempt ${attempt}`));
        tx.afterCommit(() => (known = uow.run(async (other) => (await inbox.admit(other, consumer, ['a'])).size)));
        await inbox.admit(tx, consumer, ['a']);
        expect(seen).toEqual([]);
        if (attempt === 1) throw new StaleVersion('once');
      });
      expect(seen).toEqual(['attempt 2']);
      expect(await known).toBe(0);
    });

    it('runs no hook of a unit that was rolled back', async () => {
      const { uow } = await ready(open);
      const hook = jest.fn();
      const run = uow.run(async (tx) => {
        tx.afterCommit(hook);
        throw new Error('no');
      });
      await expect(run).rejects.toThrow('no');
      expect(hook).not.toHaveBeenCalled();
    });

    it('tells each attempt whether there was one before it, and those that were rolled back that they were', async () => {
      const { uow } = await ready(open);
      const seen: string[] = [];
      await uow.run(async (tx) => {
        const attempt = tx.isAgain ? 'again' : 'first';
        tx.afterRollback(() => seen.push(`${attempt} rolled back`));
        tx.afterCommit(() => seen.push(`${attempt} committed`));
        if (!tx.isAgain) throw new StaleVersion('once');
      });
      const failing = uow.run(async (tx) => {
        tx.afterRollback(() => seen.push('failed'));
        throw new PermanentError('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect(seen).toEqual(['first rolled back', 'again committed', 'failed']);
    });

    it('is not failed by a hook that throws or rejects, and still runs the next one', async () => {
      const platform = await open();
      const errors: unknown[] = [];
      const uow = platform.uow({ onHookError: (error) => errors.push(error) });
      const last = jest.fn();
      const result = await uow.run(async (tx) => {
        tx.afterCommit(() => {
          throw new Error('thrown');
        });
        tx.afterCommit(async () => Promise.reject(new Error('rejected')));
        tx.afterCommit(last);
        return 'kept';
      });
      await new Promise(setImmediate);
      expect(result).toBe('kept');
      expect(last).toHaveBeenCalledTimes(1);
      expect(errors.map(String).sort()).toEqual(['Error: rejected', 'Error: thrown']);
    });

    it('refuses work that outlives its transaction', async () => {
      const { uow, inbox } = await ready(open);
      let leaked: Tx | undefined;
      await uow.run(async (tx) => void (leaked = tx));
      await expect(inbox.admit(leaked!, consumer, ['late'])).rejects.toThrow('was not awaited');
    });
  });
}

async function ready(open: () => Promise<Platform>) {
  const platform = await open();
  return { uow: platform.uow(), inbox: platform.inbox() };
}
