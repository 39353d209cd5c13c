import { cartObserved } from '@tillbridge/contracts';
import type { Inbox } from '@tillbridge/persistence';
import type { ItemState } from '@tillbridge/stock-domain';
import type { Ledger, Loaded } from './ledger';
import type { LedgerWorld } from './ledger.contract';
import { at, fact, paperShopWith, tillSold } from './paper-core';
import { PaperDay } from './paper-day';

/** A ledger that remembers something else than it was told. */
function misremembering(ledger: Ledger, forget: (loaded: Loaded) => Loaded): Ledger {
  const load: Ledger['load'] = async (tx, references) => forget(await ledger.load(tx, references));
  return Object.create(ledger, { load: { value: load } });
}

const withoutRecords = (ledger: Ledger) => misremembering(ledger, (loaded) => ({ ...loaded, records: new Map() }));
const everlasting = (item: ItemState): ItemState => ({
  ...item,
  holds: item.holds.map((hold) => ({ ...hold, expiresAt: hold.expiresAt + 86_400_000 })),
});
const withoutExpiry = (ledger: Ledger) =>
  misremembering(ledger, (loaded) => ({
    ...loaded,
    items: new Map([...loaded.items].map(([itemId, item]) => [itemId, everlasting(item)])),
  }));
const admittingAll: Inbox = { admit: async (_tx, _consumer, ids) => new Set(ids), prune: async () => 0 };

/** What each guard is there for: the same check, with the guard and without. On any ledger. */
export function guardsContract(open: () => Promise<LedgerWorld>): void {
  let world: LedgerWorld;
  beforeEach(async () => {
    world = await open();
  });
  afterEach(() => world.close());

  const shownByB = async (day: PaperDay) =>
    (await day.told<{ channel: string; lowerTo: number }>('availability.changed'))
      .filter(({ channel }) => channel === 'store-b')
      .at(-1)?.lowerTo;

  describe('a till sale of 2 units out of 5 that is delivered twice', () => {
    const shownAfter = async (changed: Partial<LedgerWorld>) => {
      const day = new PaperDay({ ...world, ...changed }, paperShopWith({}));
      await day.stock(1, { main: 5 });
      const sale = tillSold('till-1', 'walk-in:1', 2, 61);
      await day.take([sale]);
      await day.take([sale]);
      return shownByB(day);
    };

    it('is counted once', async () => {
      expect(await shownAfter({})).toBe(3);
    });

    it('is counted once without the inbox, by the id of its record', async () => {
      expect(await shownAfter({ inbox: admittingAll })).toBe(3);
    });

    it('is counted once without the id of its record, by the inbox', async () => {
      expect(await shownAfter({ ledger: withoutRecords(world.ledger) })).toBe(3);
    });

    it('is counted twice when both are taken out', async () => {
      expect(await shownAfter({ inbox: admittingAll, ledger: withoutRecords(world.ledger) })).toBe(1);
    });
  });

  describe('a cart that holds 2 units out of 5 for 30 seconds', () => {
    const rules = { ttlMs: 30_000, unitsPerCartMax: 5, unitsPerItemMax: 20 };
    const shownAfterwards = async (changed: Partial<LedgerWorld>) => {
      const day = new PaperDay({ ...world, ...changed }, paperShopWith({ cartHolds: { 'store-a': rules } }));
      await day.stock(1, { main: 5 });
      const lines = [{ externalId: 'a-1', quantity: 2 }];
      await day.take([fact(cartObserved, { channel: 'store-a', cart: 'a'.repeat(64), updatedAt: at(60), lines })]);
      expect(await shownByB(day)).toBe(3);
      await day.revisit(90);
      return shownByB(day);
    };

    it('keeps them from the other store no longer', async () => {
      expect(await shownAfterwards({})).toBe(5);
    });

    it('keeps them from the other store for ever when nobody looks at the time', async () => {
      expect(await shownAfterwards({ ledger: withoutExpiry(world.ledger) })).toBe(3);
    });
  });
}
