import { RetryableError, StaleVersion } from './errors';
import { MemoryTable } from './memory-table';
import { TakingTurns } from './taking-turns';
import type { Tx, UnitOfWork } from './unit-of-work';
import { MemoryUnitOfWork } from './unit-of-work.memory';

interface Row {
  id: string;
  version: number;
}

const turn = () => new Promise(setImmediate);

/** Short batches write one row without a pause; somebody who needs longer wants to write it, too. */
async function hurryAgainst(uow: UnitOfWork): Promise<{ slow: unknown; attempts: number; hurried: number }> {
  const rows = new MemoryTable<Row>(({ id }) => id);
  const raise = (during: () => Promise<unknown>) =>
    uow.run(async (tx) => {
      const { version } = rows.get(tx, 'a') ?? { version: 0 };
      await during();
      rows.putIf(tx, { id: 'a', version: version + 1 }, (current) => (current?.version ?? 0) === version);
    });
  let attempts = 0;
  let isDone = false;
  let hurried = 0;
  const slow = raise(async () => {
    attempts += 1;
    for (let step = 0; step < 20; step++) await turn();
  })
    .catch((error: unknown) => error)
    .finally(() => (isDone = true));
  while (!isDone) {
    await raise(turn);
    hurried += 1;
  }
  return { slow: await slow, attempts, hurried };
}

/** Units of work that each need one of a few connections, from the beginning of an attempt to its end. */
class SmallPool {
  private readonly waiting: (() => void)[] = [];

  constructor(private free: number) {}

  async lend<T>(use: () => Promise<T>): Promise<T> {
    if (this.free === 0) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.free -= 1;
    try {
      return await use();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.free += 1;
      else next();
    }
  }
}

/** Runs on a pool; `holding` waits for the turn with the connection still lent out. */
function onPool(connections: number, { holding }: { holding: boolean }): UnitOfWork {
  const pool = new SmallPool(connections);
  return {
    async run<T>(work: (tx: Tx) => Promise<T>, beforeAgain: () => Promise<void> = async () => undefined): Promise<T> {
      const attempt = () => work({ isAgain: false, afterCommit: () => undefined, afterRollback: () => undefined });
      const orAgain = async (error: unknown) => {
        if (!(error instanceof StaleVersion)) throw error;
        await beforeAgain();
        return 'again' as const;
      };
      for (;;) {
        const outcome = holding
          ? await pool.lend(() => attempt().then((result) => ({ result }), orAgain))
          : await pool.lend(() => attempt().then((result) => ({ result }))).catch(orAgain);
        if (outcome !== 'again') return outcome.result;
      }
    },
  };
}

/** How many of `callers`, each stale once, are done when nothing moves any more. */
async function doneOf(callers: number, uow: UnitOfWork): Promise<number> {
  let done = 0;
  let steps = 0;
  const staleOnce = () => {
    let attempts = 0;
    return uow.run(async () => {
      attempts += 1;
      steps += 1;
      await turn();
      if (attempts === 1) throw new StaleVersion('someone was faster');
    });
  };
  for (let caller = 0; caller < callers; caller++) void staleOnce().then(() => (done += 1));
  for (let seen = -1; seen !== steps;) {
    seen = steps;
    for (let step = 0; step < 20; step++) await turn();
  }
  return done;
}

const memory = () => new MemoryUnitOfWork({ sleep: turn as () => Promise<never> });

describe('units of work that take turns', () => {
  it('let one that was stale be decided alone, however many short ones come', async () => {
    const { slow, attempts, hurried } = await hurryAgainst(new TakingTurns(memory()));
    expect([slow, attempts]).toEqual([undefined, 2]);
    expect(hurried).toBeGreaterThan(1);
  });

  it('are needed: without turns the slow one never gets through', async () => {
    const { slow, attempts } = await hurryAgainst(memory());
    expect(slow).toBeInstanceOf(RetryableError);
    expect(attempts).toBe(5);
  });

  it('run side by side as long as nobody is stale', async () => {
    const uow = new TakingTurns(memory());
    let inside = 0;
    let most = 0;
    const look = () =>
      uow.run(async () => {
        inside += 1;
        most = Math.max(most, inside);
        await turn();
        inside -= 1;
      });
    await Promise.all([look(), look(), look()]);
    expect(most).toBe(3);
  });

  it.each([
    [3, 4],
    [10, 11],
    [10, 100],
  ])(
    'all finish on a pool of %i, though %i of them come at once and each is stale once',
    async (connections, callers) => {
      expect(await doneOf(callers, new TakingTurns(onPool(connections, { holding: false })))).toBe(callers);
    },
  );

  it('have to wait without a connection: with one in hand all of them would wait for each other', async () => {
    expect(await doneOf(11, new TakingTurns(onPool(10, { holding: true })))).toBe(0);
  });

  it('go on after one that failed', async () => {
    const uow = new TakingTurns(memory());
    await expect(uow.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(uow.run(async () => 'yes')).resolves.toBe('yes');
  });
});
