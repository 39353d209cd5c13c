import { RetryableError } from './errors';
import { MemoryTable } from './memory-table';
import { TakingTurns } from './taking-turns';
import type { UnitOfWork } from './unit-of-work';
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

  it('go on after one that failed', async () => {
    const uow = new TakingTurns(memory());
    await expect(uow.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(uow.run(async () => 'yes')).resolves.toBe('yes');
  });
});
