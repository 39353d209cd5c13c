import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { eventually, freshDatabase, type FreshDatabase } from '@tillbridge/testing';
import { Column, Entity, PrimaryColumn, VersionColumn, type DataSource } from 'typeorm';
import { createDataSource } from './data-source';
import { RetryableError, StaleVersion, Unavailable } from './errors';
import { expectRows } from './affected-rows';
import { updateVersioned } from './update-versioned';
import { TakingTurns } from './taking-turns';
import type { Tx } from './unit-of-work';
import { managerOf, send, TypeOrmUnitOfWork } from './unit-of-work.typeorm';

@Entity('level')
class LevelEntity {
  @PrimaryColumn({ type: 'text' })
  item: string;

  @Column({ name: 'on_hand', type: 'int' })
  onHand: number;

  @VersionColumn()
  version: number;
}

describe('unit of work on PostgreSQL', () => {
  let database: FreshDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await freshDatabase('unit_of_work');
    dataSource = createDataSource({
      url: database.url,
      schema: 'public',
      entities: [LevelEntity],
      migrations: [],
      poolMax: 20,
    });
    await dataSource.initialize();
    await dataSource.query('CREATE TABLE level (item text PRIMARY KEY, on_hand int NOT NULL, version int NOT NULL)');
  });

  beforeEach(async () => {
    await dataSource.query('TRUNCATE level');
    await dataSource.query(`INSERT INTO level VALUES ('a', 5, 1), ('b', 5, 1)`);
  });

  afterAll(async () => {
    await dataSource?.destroy();
    await database?.drop();
  });

  const onHand = async (item: string) =>
    Number((await dataSource.query('SELECT on_hand FROM level WHERE item = $1', [item]))[0].on_hand);

  describe('the trap', () => {
    it('save() with @VersionColumn lets a stale write win: a sale is lost and nobody is told', async () => {
      const levels = dataSource.getRepository(LevelEntity);
      const [mine, theirs] = [await levels.findOneByOrFail({ item: 'a' }), await levels.findOneByOrFail({ item: 'a' })];
      await levels.save(Object.assign(theirs, { onHand: theirs.onHand - 1 }));
      await levels.save(Object.assign(mine, { onHand: mine.onHand - 1 }));
      expect(await onHand('a')).toBe(4);
    });

    it('updateVersioned refuses the stale write', async () => {
      const uow = new TypeOrmUnitOfWork(dataSource, { attemptsMax: 1 });
      const sellFrom = (version: number) =>
        uow.run((tx) => updateVersioned(tx, { table: 'level', key: { item: 'a' }, version, set: { on_hand: 4 } }));
      await sellFrom(1);
      await expect(sellFrom(1)).rejects.toThrow('0 rows affected, 1 expected');
      await expect(sellFrom(2)).resolves.toBeUndefined();
    });
  });

  describe('20 buyers of 5 units', () => {
    async function race(guarded: boolean): Promise<number> {
      const uow = new TypeOrmUnitOfWork(dataSource, { attemptsMax: 50 });
      const buy = () =>
        uow.run(async (tx) => {
          const [level] = await managerOf(tx).query(`SELECT on_hand, version FROM level WHERE item = 'a'`);
          if (level.on_hand === 0) return 0;
          const set = { on_hand: level.on_hand - 1 };
          if (guarded) await updateVersioned(tx, { table: 'level', key: { item: 'a' }, version: level.version, set });
          else await managerOf(tx).query(`UPDATE level SET on_hand = $1 WHERE item = 'a'`, [set.on_hand]);
          return 1;
        });
      const bought = await Promise.all(Array.from({ length: 20 }, buy));
      return bought.reduce<number>((sum, one) => sum + one, 0);
    }

    it('sells 5 when the version is in the predicate', async () => {
      expect(await race(true)).toBe(5);
      expect(await onHand('a')).toBe(0);
    });

    it('oversells without it, so the race above is a real one', async () => {
      expect(await race(false)).toBeGreaterThan(5);
    });
  });

  it('counts affected rows of every kind of write', async () => {
    const update = await dataSource.query('UPDATE level SET on_hand = 1');
    expect(() => expectRows(update, 2)).not.toThrow();
    expect(() => expectRows(update, 1)).toThrow(StaleVersion);
    expectRows(await dataSource.query(`UPDATE level SET on_hand = 1 WHERE item = 'a' RETURNING item`), 1);
    expectRows(await dataSource.query(`INSERT INTO level VALUES ('c', 1, 1), ('d', 1, 1) RETURNING item`), 2);
    expectRows(await dataSource.query(`DELETE FROM level WHERE item = 'none'`), 0);
    expectRows(await dataSource.createQueryBuilder().update(LevelEntity).set({ onHand: 2 }).execute(), 4);
    expect(() => expectRows(undefined, 0)).toThrow(TypeError);
  });

  it('decides again after a unique violation: the row that was in the way is visible then', async () => {
    const uow = new TypeOrmUnitOfWork(dataSource);
    let attempts = 0;
    const outcome = await uow.run(async (tx) => {
      attempts += 1;
      const known = attempts > 1 ? await managerOf(tx).query(`SELECT 1 FROM level WHERE item = 'a'`) : [];
      if (known.length > 0) return 'found';
      await managerOf(tx).query(`INSERT INTO level VALUES ('a', 1, 1)`);
      return 'inserted';
    });
    expect([outcome, attempts]).toEqual(['found', 2]);
  });

  describe('a statement that is sent and not waited for', () => {
    const insert = (item: string) => ({ sql: 'INSERT INTO level VALUES ($1, 1, 1)', parameters: [item] });

    it('is part of the transaction, in its turn', async () => {
      const uow = new TypeOrmUnitOfWork(dataSource);
      await uow.run(async (tx) => {
        await send(tx, insert('c'));
        await send(tx, { sql: `UPDATE level SET on_hand = 7 WHERE item = 'c'`, parameters: [] });
      });
      expect(await onHand('c')).toBe(7);
    });

    it('fails the unit of work all the same, and nothing of it is kept', async () => {
      const uow = new TypeOrmUnitOfWork(dataSource, { attemptsMax: 1 });
      const run = uow.run(async (tx) => {
        await send(tx, insert('c'));
        await send(tx, insert('a'));
      });
      await expect(run).rejects.toThrow('duplicate key');
      expect(await dataSource.query(`SELECT 1 FROM level WHERE item = 'c'`)).toEqual([]);
    });

    it('is seen by whatever is asked after it', async () => {
      const uow = new TypeOrmUnitOfWork(dataSource);
      await uow.run(async (tx) => {
        await send(tx, insert('c'));
        expect(await managerOf(tx).query(`SELECT 1 AS found FROM level WHERE item = 'c'`)).toHaveLength(1);
      });
    });

    it('has to find the rows that it was decided for, and the first that does not is the reason', async () => {
      const uow = new TypeOrmUnitOfWork(dataSource, { attemptsMax: 1 });
      const update = (item: string) => ({
        sql: 'UPDATE level SET on_hand = 9 WHERE item = $1',
        parameters: [item],
        rows: 1,
      });
      const run = uow.run((tx) => send(tx, update('a'), update('none'), insert('a')));
      await expect(run).rejects.toThrow('0 rows affected, 1 expected');
      expect(await onHand('a')).toBe(5);
    });

    it('is refused once the transaction has ended', async () => {
      let leaked: Tx | undefined;
      await new TypeOrmUnitOfWork(dataSource).run(async (tx) => void (leaked = tx));
      await expect(send(leaked!, insert('c'))).rejects.toThrow('was not awaited');
    });

    it('is decided again where it turns out to be stale', async () => {
      const uow = new TypeOrmUnitOfWork(dataSource);
      await uow.run((tx) => send(tx, insert(tx.isAgain ? 'c' : 'a')));
      // What comes after it fails, too, but is not the reason.
      await uow.run(async (tx) => {
        await send(tx, insert(tx.isAgain ? 'd' : 'a'));
        await managerOf(tx).query('SELECT 1');
      });
      expect([await onHand('c'), await onHand('d')]).toEqual([1, 1]);
    });
  });

  it('decides again after a deadlock', async () => {
    const uow = new TypeOrmUnitOfWork(dataSource);
    let attempts = 0;
    let held = 0;
    let meet!: () => void;
    const bothHoldOne = new Promise<void>((resolve) => (meet = resolve));
    const take = (tx: Tx, item: string) =>
      managerOf(tx).query('UPDATE level SET on_hand = on_hand - 1 WHERE item = $1', [item]);
    const lock = (first: string, second: string) =>
      uow.run(async (tx) => {
        attempts += 1;
        await take(tx, first);
        held += 1;
        if (held === 2) meet();
        await bothHoldOne;
        await take(tx, second);
      });
    await Promise.all([lock('a', 'b'), lock('b', 'a')]);
    expect(attempts).toBe(3);
    expect(await Promise.all([onHand('a'), onHand('b')])).toEqual([3, 3]);
  });

  it('lets more units of work take turns than it has connections', async () => {
    const few = createDataSource({ url: database.url, schema: 'public', entities: [], migrations: [], poolMax: 3 });
    await few.initialize();
    const uow = new TakingTurns(new TypeOrmUnitOfWork(few));
    const staleOnce = () => {
      let attempts = 0;
      return uow.run(async (tx) => {
        attempts += 1;
        await managerOf(tx).query('UPDATE level SET on_hand = on_hand + 1 WHERE item = $1', ['a']);
        if (attempts === 1) throw new StaleVersion('someone was faster');
      });
    };
    await Promise.all(Array.from({ length: 20 }, staleOnce));
    expect(await onHand('a')).toBe(25);
    await few.destroy();
  });

  it('decides again after a serialization failure', async () => {
    const uow = new TypeOrmUnitOfWork(dataSource);
    let attempts = 0;
    await uow.run(async (tx) => {
      attempts += 1;
      if (attempts === 1) await managerOf(tx).query(`DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40001'; END $$`);
    });
    expect(attempts).toBe(2);
  });

  it('says that the database is away when a connection dies in the middle, and works on the next one', async () => {
    const uow = new TypeOrmUnitOfWork(dataSource);
    const run = uow.run(async (tx) => {
      await managerOf(tx).query('UPDATE level SET on_hand = 0');
      await managerOf(tx).query('SELECT pg_terminate_backend(pg_backend_pid())');
    });
    await expect(run).rejects.toThrow(Unavailable);
    await expect(run).rejects.toThrow(RetryableError);
    expect(await onHand('a')).toBe(5);
    await uow.run((tx) => managerOf(tx).query('UPDATE level SET on_hand = 1'));
    expect(await onHand('a')).toBe(1);
  });

  it('says so too when the connection died while the work was thinking', async () => {
    const uow = new TypeOrmUnitOfWork(dataSource);
    const run = uow.run(async (tx) => {
      const [{ pid }] = await managerOf(tx).query('SELECT pg_backend_pid() AS pid');
      await dataSource.query('SELECT pg_terminate_backend($1)', [pid]);
      await eventually(() => managerOf(tx).queryRunner!.isReleased);
      await managerOf(tx).query('UPDATE level SET on_hand = 0');
    });
    await expect(run).rejects.toThrow(Unavailable);
    expect(await onHand('a')).toBe(5);
  });

  it('says so too while nobody listens, and works again once somebody does', async () => {
    const door = await openDoor(new URL(database.url));
    const url = new URL(database.url);
    url.port = String(door.port);
    const behind = await createDataSource({
      url: url.href,
      schema: 'public',
      entities: [],
      migrations: [],
    }).initialize();
    const uow = new TypeOrmUnitOfWork(behind);
    const read = () => uow.run((tx) => managerOf(tx).query('SELECT 1 AS one'));
    expect(await read()).toEqual([{ one: 1 }]);
    await door.shut();
    await expect(read()).rejects.toThrow(Unavailable);
    await door.open();
    expect(await eventually(read)).toEqual([{ one: 1 }]);
    await behind.destroy();
    await door.shut();
  });

  it('lets no value of a failed statement out with its error', async () => {
    const uow = new TypeOrmUnitOfWork(dataSource);
    const secret = 'Ada Lovelace';
    const error: unknown = await uow
      .run((tx) => managerOf(tx).query('INSERT INTO level (item) VALUES ($1)', [secret]))
      .catch((caught: unknown) => caught);
    expect(String(error)).toContain('not-null constraint');
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(secret);
    expect(JSON.stringify(error)).not.toContain(secret);
  });
});

/** A way to the database that can be shut, connections and all. */
async function openDoor(to: URL) {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(to.port || 5432), to.hostname);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => other.destroy());
      socket.pipe(other);
    }
  });
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    open: () => listen(port),
    shut: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        sockets.forEach((socket) => socket.destroy());
      }),
  };
}
