import type { TillReader } from '@tillbridge/gateway-kit';
import { RetryableError } from '@tillbridge/persistence';
import { eventually } from './eventually';
import { aGrant, rigSettleMs, StockBook, TillRig } from './till-rig';
import { tillPostingConformance } from './till-posting-conformance';
import type { TillWorld } from './till-world';

/** What every till behind the port has to do, whatever it is made of. Calls Jest's `describe`. */
export function tillConformance(name: string, open: () => Promise<TillWorld>): void {
  tillPostingConformance(name, open);

  describe(`a till behind the port: ${name}`, () => {
    let world: TillWorld;
    let rig: TillRig;
    let item: string;

    beforeEach(async () => {
      world = await open();
      rig = new TillRig(world.adapter);
      item = await world.addItem(10);
      await rig.cycle.begin();
    });

    afterEach(() => world.close());

    const bookOf = async (externalId: string) => {
      const book = new StockBook();
      for (const found of await rig.stock(externalId)) book.take(found);
      return book;
    };

    /** Levels told after the first `before` facts, and asked for at `since` or later. */
    const readsSince = async (since: number, before: number) =>
      (await rig.stock(item)).slice(before).filter(({ row }) => Date.parse(row?.requestedAt ?? '') >= since);

    const reading = async (work: (reader: TillReader) => Promise<void>) => {
      const reader = rig.reader();
      reader.start();
      try {
        await work(reader);
      } finally {
        await reader.stop();
      }
    };

    it('lists an item before its first level, and tells that level once its records were asked for', async () => {
      const facts = await rig.facts();
      const types = facts.map((fact) => fact.type);
      expect(types.indexOf('catalog.item_listed')).toBeLessThan(types.indexOf('till.stock_observed'));
      expect(await rig.stock(item)).toMatchObject([{ row: { level: 10 }, recordsComplete: true }]);
    });

    it('tells a sale at once and without a level, and only once however often it is polled', async () => {
      await world.sell(item, 2);
      await rig.cycle.takeRecords();
      const [, told] = await rig.stock(item);
      expect(told).toMatchObject({ row: null, recordsComplete: false, records: [{ kind: 'sale', effect: -2 }] });
      await rig.cycle.takeRecords();
      await rig.cycle.takeRecords();
      expect(await rig.stock(item)).toHaveLength(2);
    });

    it('finds a sale that happened right after a poll', async () => {
      await world.sell(item, 1);
      await rig.cycle.takeRecords();
      await world.sell(item, 3);
      await rig.cycle.takeRecords();
      expect((await rig.records(item)).map((record) => record.effect)).toEqual([-1, -3]);
    });

    it('never tells a level as complete without a sales poll that began after its answer', async () => {
      await world.sell(item, 1);
      await rig.readAll();
      await world.receive(item, 5);
      await rig.readAll();
      const rows = (await rig.stock(item)).filter((found) => found.row !== null);
      expect(rows.length).toBeGreaterThanOrEqual(3);
      for (const { row, recordsComplete, recordsPolledAt } of rows) {
        expect(recordsComplete).toBe(true);
        expect(Date.parse(recordsPolledAt!)).toBeGreaterThanOrEqual(Date.parse(row!.answeredAt));
        expect(Date.parse(row!.answeredAt)).toBeGreaterThanOrEqual(Date.parse(row!.requestedAt));
      }
    });

    it('carries with a level the records told just before it, for facts may overtake each other', async () => {
      await world.sell(item, 2);
      await rig.readAll();
      const last = (await rig.stock(item)).at(-1)!;
      expect(last).toMatchObject({ row: { level: 8 }, records: [{ effect: -2 }] });
    });

    it('tells a level as incomplete when the sales poll behind it fails, and again with its records', async () => {
      await world.sell(item, 1);
      await rig.cycle.takeRecords();
      await world.fault('records', 'fails');
      await expect(rig.cycle.takeRows({ feed: true })).rejects.toBeInstanceOf(RetryableError);
      expect((await rig.stock(item)).at(-1)).toMatchObject({ row: { level: 9 }, recordsComplete: false });
      await rig.cycle.takeRows({ feed: true });
      expect((await rig.stock(item)).at(-1)).toMatchObject({ row: { level: 9 }, recordsComplete: true });
    });

    it('tells a return as units that came back and a void as an effect of 0', async () => {
      const sale = await world.sell(item, 2);
      await world.takeBack(item, 1);
      await rig.cycle.takeRecords();
      await world.voidSale(sale);
      await rig.cycle.takeRecords();
      expect((await rig.records(item)).map(({ kind, effect }) => [kind, effect])).toEqual(
        expect.arrayContaining([
          ['sale', -2],
          ['return', 1],
          ['sale', 0],
        ]),
      );
    });

    it('keeps records and levels in agreement over sales, returns and voids', async () => {
      const sale = await world.sell(item, 2);
      await rig.readAll();
      await world.sell(item, 1);
      await world.takeBack(item, 1);
      await rig.readAll();
      await world.voidSale(sale);
      await rig.readAll();
      const book = await bookOf(item);
      expect(book.level).toBe(await world.level(item));
      expect(book.expected()).toBe(book.level);
    });

    it('tells sales from before the connection as part of the first level at the latest', async () => {
      const other = await world.addItem(6);
      await world.sell(other, 2);
      const late = new TillRig(world.adapter);
      await late.cycle.begin();
      await late.cycle.takeRecords();
      const [first, ...rest] = await late.stock(other);
      expect(first).toMatchObject({ row: { level: 4 } });
      expect(rest).toEqual([]);
    });

    it('loses nothing when it crashes before the commit', async () => {
      await world.sell(item, 1);
      rig.unitOfWork.crashes = 1;
      await expect(rig.cycle.takeRecords()).rejects.toThrow('crashed');
      expect(await rig.stock(item)).toHaveLength(1);
      await rig.cycle.takeRecords();
      expect(await rig.records(item)).toMatchObject([{ effect: -1 }]);
    });

    it('goes on after a restart where it stopped', async () => {
      await world.sell(item, 1);
      await rig.readAll();
      const poll = jest.spyOn(world.adapter, 'pollRecords');
      await rig.cycle.takeRecords();
      await rig.anotherCycle().takeRecords();
      const [[here], [restarted]] = poll.mock.calls;
      expect(restarted).toBe(here);
      expect(restarted).not.toBeNull();
      poll.mockRestore();
    });

    it('passes on that the till limits us, tells nothing twice, and goes on afterwards', async () => {
      await world.sell(item, 1);
      await world.fault('records', 'limited');
      await expect(rig.cycle.takeRecords()).rejects.toMatchObject({ retryAt: expect.any(Date) });
      await rig.cycle.takeRecords();
      expect(await rig.records(item)).toMatchObject([{ effect: -1 }]);
    });

    it('waits for the end of the limit by itself', async () => {
      await world.sell(item, 1);
      await world.fault('records', 'limited');
      await reading(() =>
        eventually(async () => expect((await rig.stock(item))[1]).toMatchObject({ records: [{ effect: -1 }] })),
      );
    });

    it('polls at once when woken, not at its interval', async () => {
      await reading(async (reader) => {
        await eventually(() => expect(reader.busy()).toEqual({ cycleRunning: 0, wakePending: 0 }));
        await world.sell(item, 1);
        reader.wake('sales');
        await eventually(async () => expect((await rig.stock(item)).at(-1)).toMatchObject({ row: { level: 9 } }));
      });
    });

    it('lets one reader only tell what both have read', async () => {
      const other = rig.anotherCycle();
      await other.takeRecords();
      await world.receive(item, 1);
      await rig.cycle.takeRows({ feed: true });
      const told = (await rig.stock(item)).length;
      await other.takeRows({ feed: true }).catch(() => undefined);
      expect(await rig.stock(item)).toHaveLength(told);
    });

    it('reads the level on purpose once a post has settled, and tells it although nothing changed', async () => {
      const grant = aGrant(item, world.location);
      await rig.grant(grant);
      const { answeredAt } = await rig.answerTo(grant.postId);
      await rig.readAll();
      const before = (await rig.stock(item)).length;
      const settledAt = Date.parse(answeredAt) + rigSettleMs;
      await reading(() =>
        eventually(async () => {
          expect(await readsSince(settledAt, before)).toMatchObject([{ row: { level: 9 }, recordsComplete: true }]);
        }),
      );
    });

    it('reads the level on purpose after a sale, for only a late read is certain to contain it', async () => {
      await world.sell(item, 1);
      const settledAt = Date.now() + rigSettleMs;
      await rig.readAll();
      const before = (await rig.stock(item)).length;
      await reading(() =>
        eventually(async () => {
          expect(await readsSince(settledAt, before)).not.toEqual([]);
        }),
      );
    });
  });
}
