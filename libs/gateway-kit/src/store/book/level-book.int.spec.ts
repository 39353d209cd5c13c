import { seeStoreFacts, takeStoreRead } from '@tillbridge/level-mirror';
import { TypeOrmOutbox, TypeOrmUnitOfWork } from '@tillbridge/persistence';
import { scratchDataSource } from '../../spec-kit/databases';
import { storeMigrations } from '../migrations';
import { AddLowered1764300001105 } from '../migrations/added-columns';
import { asked, inTurn } from '../store-state';
import { LevelBook } from './level-book';
import { newStoreLevel } from './store-level';
import { TypeOrmStoreLevels } from './store-levels.typeorm';
import type { Turns } from './turns';
import { TypeOrmTurns } from './turns.typeorm';

const channel = 'store-a';
const at = new Date('2026-11-23T10:00:00Z');
const keys = ['v1', 'v2'].map((externalId) => ({ externalId, storeLocation: 'l1' }));

describe('levels from before it was known which were lowered', () => {
  it('count as lowered, so that each is read before it is acknowledged', async () => {
    const scratch = await scratchDataSource(storeMigrations);
    try {
      const { dataSource } = scratch;
      const uow = new TypeOrmUnitOfWork(dataSource);
      const levels = new TypeOrmStoreLevels(dataSource);
      const lowered = async () =>
        (await uow.run((tx) => levels.load(tx, channel, keys))).map(({ mirror }) => mirror.lowered);
      await uow.run((tx) =>
        levels.save(
          tx,
          keys.map((key) => newStoreLevel({ channel, ...key })),
        ),
      );
      expect(await lowered()).toEqual([false, false]);
      const migration = new AddLowered1764300001105();
      const runner = dataSource.createQueryRunner();
      await migration.down(runner);
      await migration.up(runner);
      await runner.release();
      expect(await lowered()).toEqual([true, true]);
    } finally {
      await scratch.close();
    }
  });
});

describe('levels that many transactions change at once', () => {
  let scratch: Awaited<ReturnType<typeof scratchDataSource>>;
  beforeAll(async () => (scratch = await scratchDataSource(storeMigrations)));
  beforeEach(() => scratch.dataSource.query('TRUNCATE store_level'));
  afterAll(() => scratch.close());

  /** Baskets that hold the same two items, in one order or the other. @returns how often one had to start over. */
  async function rush(turns: Turns, baskets: number): Promise<number> {
    const { dataSource } = scratch;
    let again = 0;
    const uow = new TypeOrmUnitOfWork(dataSource, { attemptsMax: 50, onStale: () => again++ });
    const levels = new TypeOrmStoreLevels(dataSource);
    const outbox = new TypeOrmOutbox(dataSource, { service: 'shopify-gateway' });
    const read = keys.map((key) => {
      const level = newStoreLevel({ channel, ...key });
      return { ...level, mirror: takeStoreRead(level.mirror, { token: 0, level: 20 }) };
    });
    await uow.run((tx) => levels.save(tx, read));
    // Each in a process of its own, where one would queue.
    const buy = (basket: typeof keys) => {
      const book = new LevelBook({ turns, levels, outbox, now: () => at, onWork: () => undefined });
      return inTurn({ uow, book }, channel, async (tx) => {
        for (const key of basket)
          await book.change(tx, channel, [key], asked(channel, 'rush', at), (level) => ({
            ...level,
            mirror: seeStoreFacts(level.mirror, { ordered: 1, restocked: 0 }),
          }));
      });
    };
    await Promise.all(Array.from({ length: baskets }, (_, n) => buy(n % 2 ? keys : [...keys].reverse())));
    const after = await uow.run((tx) => levels.load(tx, channel, keys));
    expect(after.map((level) => level.mirror.ordered)).toEqual([baskets, baskets]);
    return again;
  }

  it('are changed one after the other, and nobody has to start over', async () => {
    expect(await rush(new TypeOrmTurns(), 12)).toBe(0);
  });

  it('would be overtaken or locked out without the turn, so the rush above is a real one', async () => {
    let begin = (): void => undefined;
    const allAreThere = new Promise<void>((resolve) => (begin = resolve));
    let arrived = 0;
    const take = async () => {
      arrived += 1;
      if (arrived === 3) begin();
      await allAreThere;
    };
    expect(await rush({ take }, 3)).toBeGreaterThan(0);
  });

  it('are changed by nobody who has not taken the turn of the channel', async () => {
    const { dataSource, uow } = scratch;
    const outbox = new TypeOrmOutbox(dataSource, { service: 'shopify-gateway' });
    const levels = new TypeOrmStoreLevels(dataSource);
    const turns = new TypeOrmTurns();
    const book = new LevelBook({ turns, levels, outbox, now: () => at, onWork: () => undefined });
    const cause = asked(channel, 'rush', at);
    const change = inTurn({ uow, book }, 'store-b', (tx) => book.change(tx, channel, keys, cause, (level) => level));
    await expect(change).rejects.toThrow('levels of store-a would be changed out of turn');
    const twice = inTurn({ uow, book }, channel, (tx) => book.takeTurn(tx, ['store-b']));
    await expect(twice).rejects.toThrow('takes all its turns at once');
  });
});
