import { StaleVersion } from './errors';
import { MemoryTable } from './memory-table';
import { MemoryUnitOfWork } from './unit-of-work.memory';

interface Level {
  item: string;
  onHand: number;
  version: number;
}

const fresh = () => ({
  levels: new MemoryTable<Level>((row) => row.item),
  uow: new MemoryUnitOfWork({ attemptsMax: 30, sleep: async () => undefined }),
});

describe('MemoryTable', () => {
  it('shows a transaction its own changes and nobody else anything before the commit', async () => {
    const { levels, uow } = fresh();
    await uow.run(async (tx) => levels.insert(tx, { item: 'a', onHand: 1, version: 1 }));
    await uow.run(async (tx) => {
      levels.put(tx, { item: 'b', onHand: 2, version: 1 });
      levels.delete(tx, 'a');
      expect(levels.all(tx).map((row) => row.item)).toEqual(['b']);
      expect(levels.all(null).map((row) => row.item)).toEqual(['a']);
    });
    expect(levels.all(null).map((row) => row.item)).toEqual(['b']);
  });

  it('shows rows that nobody can change: neither who wrote one nor who reads it', async () => {
    const { levels, uow } = fresh();
    const row = { item: 'a', onHand: 1, version: 1 };
    await uow.run(async (tx) => levels.insert(tx, row));
    row.onHand = 99;
    expect(() => (levels.get(null, 'a')!.onHand = 99)).toThrow(TypeError);
    expect(levels.get(null, 'a')?.onHand).toBe(1);
  });

  it('finds rows as the transaction sees them, in key order, and lets nobody change them', async () => {
    const { levels, uow } = fresh();
    await uow.run(async (tx) => {
      for (const item of ['c', 'b', 'a']) levels.insert(tx, { item, onHand: 1, version: 1 });
    });
    await uow.run(async (tx) => {
      levels.put(tx, { item: 'b', onHand: 0, version: 2 });
      const inStock = levels.where(tx, ({ onHand }) => onHand > 0);
      expect(inStock.map(({ item }) => item)).toEqual(['a', 'c']);
      expect(() => (inStock[0].onHand = 99)).toThrow(TypeError);
      expect(levels.get(tx, 'a')?.onHand).toBe(1);
    });
    expect(levels.where(null, ({ onHand }) => onHand > 0)).toHaveLength(2);
  });

  it('refuses to insert a key that is taken', async () => {
    const { levels } = fresh();
    const uow = new MemoryUnitOfWork({ attemptsMax: 1 });
    await uow.run(async (tx) => levels.insert(tx, { item: 'a', onHand: 1, version: 1 }));
    await uow.run(async (tx) =>
      expect(() => levels.insert(tx, { item: 'a', onHand: 2, version: 1 })).toThrow(StaleVersion),
    );
  });

  it('lets a row be removed and inserted anew, or inserted and updated, in one transaction', async () => {
    const { levels, uow } = fresh();
    await uow.run(async (tx) => levels.insert(tx, { item: 'a', onHand: 1, version: 1 }));
    await uow.run(async (tx) => {
      levels.delete(tx, 'a');
      levels.insert(tx, { item: 'a', onHand: 2, version: 1 });
      levels.insert(tx, { item: 'b', onHand: 3, version: 1 });
      levels.putIf(tx, { item: 'b', onHand: 4, version: 2 }, (current) => current?.version === 1);
    });
    expect(levels.all(null).map((row) => row.onHand)).toEqual([2, 4]);
  });

  const sellOne = (write: 'guarded' | 'unguarded', { levels, uow }: ReturnType<typeof fresh>) =>
    uow.run(async (tx) => {
      const level = levels.get(tx, 'a')!;
      await new Promise(setImmediate);
      if (level.onHand === 0) return 0;
      const next = { ...level, onHand: level.onHand - 1, version: level.version + 1 };
      if (write === 'unguarded') levels.put(tx, next);
      else levels.putIf(tx, next, (current) => current?.version === level.version);
      return 1;
    });

  async function race(write: 'guarded' | 'unguarded'): Promise<number> {
    const world = fresh();
    await world.uow.run(async (tx) => world.levels.insert(tx, { item: 'a', onHand: 5, version: 1 }));
    const sold = await Promise.all(Array.from({ length: 20 }, () => sellOne(write, world)));
    return sold.reduce<number>((sum, one) => sum + one, 0);
  }

  it('sells 5 units to 5 of 20 buyers when the write is guarded', async () => {
    expect(await race('guarded')).toBe(5);
  });

  it('oversells without the guard, so the race above is a real one', async () => {
    expect(await race('unguarded')).toBeGreaterThan(5);
  });
});
