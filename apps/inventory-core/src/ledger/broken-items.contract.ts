import { RetryableError, Unavailable } from '@tillbridge/persistence';
import { revisitItems } from '../use-cases/revisit-items';
import { SetAside } from '../use-cases/set-aside';
import type { Ledger, References } from './ledger';
import type { LedgerWorld } from './ledger.contract';
import { ordered, paperShopWith } from './paper-core';
import { PaperDay } from './paper-day';

/** The ledger in which whatever touches one of `itemIds` fails. */
function failingOn(ledger: Ledger, itemIds: readonly string[], failure: Error): Ledger {
  const load: Ledger['load'] = async (tx, references: References) => {
    if (references.items.some((itemId) => itemIds.includes(itemId))) throw failure;
    return ledger.load(tx, references);
  };
  return Object.assign(Object.create(ledger) as Ledger, { load });
}

/** One item that cannot be decided is no reason for others to wait. */
export function brokenItemsContract(open: () => Promise<LedgerWorld>): void {
  let world: LedgerWorld;
  let day: PaperDay;

  beforeEach(async () => {
    world = await open();
    day = new PaperDay(world, paperShopWith({ arbitrationWindowMs: 250 }));
  });
  afterEach(() => world.close());

  const told: string[] = [];
  const aside = () => {
    told.length = 0;
    return new SetAside();
  };
  /** Items whose windows close one after the other, the first of them first. */
  const withOpenWindows = async (count: number) => {
    for (let n = 1; n <= count; n++) await day.stock(n, { main: 1 });
    for (let n = 1; n <= count; n++)
      await day.take([ordered('store-a', `${n}`, [{ line: '1', externalId: `a-${n}` }])], 60 + n / 1_000);
    return Promise.all(
      Array.from({ length: count }, async (_, index) => {
        const items = await world.items();
        return items.find(({ promises }) => promises.some(({ order }) => order === `${index + 1}`))!.itemId;
      }),
    );
  };
  const revisit = (seconds: number, setAside: SetAside, ledger: Ledger = world.ledger) => {
    day.seconds = seconds;
    return revisitItems({ ...day.deps(), ledger }, (itemId) => told.push(itemId), setAside);
  };

  describe('items that are due while one is broken', () => {
    it('are decided, and the broken one is told of once and tried again later', async () => {
      const setAside = aside();
      const [first] = await withOpenWindows(3);
      const broken = failingOn(world.ledger, [first], new TypeError('one bad row'));
      expect(await revisit(61, setAside, broken)).toBe(2);
      expect(await revisit(62, setAside, broken)).toBe(0);
      expect(await revisit(64, setAside, broken)).toBe(0);
      expect(told).toEqual([first]);
      expect(await revisit(65, setAside)).toBe(0);
      expect(await revisit(68, setAside)).toBe(1);
    });

    it('come before it: what was set aside takes no place among those that are due', async () => {
      const setAside = aside();
      const [first, second, third] = await withOpenWindows(3);
      const at = (except: readonly string[]) =>
        world.uow.run((tx) =>
          world.ledger.due(tx, { now: new Date(day.deps().now()), edition: 0, except }, { timed: 1, outdated: 1 }),
        );
      day.seconds = 61;
      expect(await at([])).toEqual([first]);
      setAside.add(first, day.deps().now().getTime());
      expect(await at(setAside.at(day.deps().now().getTime()))).toEqual([second]);
      expect(await at([first, second])).toEqual([third]);
    });

    it('are decided although one stays stale, which is weather and is not set aside', async () => {
      const setAside = aside();
      const [first] = await withOpenWindows(3);
      const stale = failingOn(world.ledger, [first], new RetryableError('still stale'));
      await expect(revisit(61, setAside, stale)).rejects.toThrow('still stale');
      expect(told).toEqual([]);
      expect(await revisit(61, setAside)).toBe(1);
    });

    it('wait while the database is away', async () => {
      const setAside = aside();
      const [first] = await withOpenWindows(2);
      const away = failingOn(world.ledger, [first], new Unavailable('database: gone'));
      await expect(revisit(61, setAside, away)).rejects.toThrow(Unavailable);
      expect(await revisit(61, setAside)).toBe(2);
    });
  });

  describe('a new edition', () => {
    it('is brought to items in small portions, after those whose time has come', async () => {
      const ids = await withOpenWindows(3);
      await day.stock(4, { main: 1 });
      const due = (limits: { timed: number; outdated: number }) =>
        world.uow.run((tx) =>
          world.ledger.due(tx, { now: new Date(day.deps().now()), edition: 1_000, except: [] }, limits),
        );
      day.seconds = 61;
      expect(await due({ timed: 200, outdated: 0 })).toEqual(ids);
      const both = await due({ timed: 2, outdated: 1 });
      expect(both.slice(0, 2)).toEqual(ids.slice(0, 2));
      expect(both.length).toBeLessThanOrEqual(3);
      expect(await due({ timed: 200, outdated: 200 })).toHaveLength(4);
    });
  });
}
