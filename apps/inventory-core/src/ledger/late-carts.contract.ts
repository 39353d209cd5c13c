import { cartObserved } from '@tillbridge/contracts';
import { heldAt } from '@tillbridge/stock-domain';
import type { LedgerWorld } from './ledger.contract';
import { noReferences } from './ledger';
import { at, fact, ordered, paperShopWith, startOfDay, tillShows } from './paper-core';
import { PaperDay } from './paper-day';

const channel = 'store-a';
const token = 'c'.repeat(64);
const rules = { ttlMs: 900_000, unitsPerCartMax: 5, unitsPerItemMax: 20 };

const cart = (seconds: number, quantity: number) =>
  fact(cartObserved, {
    channel,
    cart: token,
    updatedAt: at(seconds),
    lines: quantity === 0 ? [] : [{ externalId: 'a-1', quantity }],
  });
const order = (placed: number, updated = placed) =>
  ordered(channel, '1', [{ line: '1', externalId: 'a-1', ordered: 2 }], {
    seconds: placed,
    updatedAt: at(updated),
    cart: token,
  });

/** States of a cart, and its order, that arrive in any order: nothing is held for a cart as it no longer stands. */
export function lateCartsContract(open: () => Promise<LedgerWorld>): void {
  let world: LedgerWorld;
  let day: PaperDay;

  beforeEach(async () => {
    world = await open();
    day = new PaperDay(world, paperShopWith({ cartHolds: { [channel]: rules } }));
    await day.stock(1, { main: 5 });
  });
  afterEach(() => world.close());

  const held = async () => heldAt(await day.item(), 'main', startOfDay + day.seconds * 1_000);
  const known = () =>
    world.uow.run(async (tx) => {
      const loaded = await world.ledger.load(tx, { ...noReferences, carts: [{ channel, cart: token }] });
      return [...loaded.reservations.values()];
    });

  describe('a state of a cart that arrives late', () => {
    it('holds nothing when the cart was emptied since, though nothing was known of it', async () => {
      await day.take([cart(61, 0)], 62);
      await day.take([cart(60, 2)], 63);
      expect(await held()).toBe(0);
      await day.take([cart(64, 2)], 65);
      expect(await held()).toBe(2);
    });

    it('holds nothing when the cart was seen empty again and again since', async () => {
      await day.take([cart(60, 2)], 60);
      await day.take([cart(61, 0)], 61);
      await day.take([cart(65, 0)], 65);
      await day.take([cart(63, 2)], 66);
      expect(await held()).toBe(0);
    });

    it('holds nothing when nobody could hold the newer one', async () => {
      await day.take([tillShows('till-1', 0, 61, { location: 'main' })], 61);
      await day.take([cart(62, 2)], 62);
      await day.take([tillShows('till-1', 5, 63, { location: 'main' })], 63);
      await day.take([cart(61, 2)], 64);
      expect(await held()).toBe(0);
      await day.take([cart(65, 2)], 65);
      expect(await held()).toBe(2);
    });

    it('holds nothing beside the order that the cart has become', async () => {
      await day.take([order(61)], 62);
      await day.take([cart(60, 2)], 63);
      expect(await held()).toBe(0);
      expect((await day.item()).promises).toMatchObject([{ owed: 2, short: 0 }]);
    });

    it('holds nothing when it is of the very second in which the order was placed', async () => {
      await day.take([order(61)], 62);
      await day.take([cart(61.9, 2)], 63);
      expect(await held()).toBe(0);
      await day.take([cart(62, 2)], 64);
      expect(await held()).toBe(2);
    });

    it('leaves no trace where policy allows no holds, or where it has run out', async () => {
      await day.take([cart(60, 0), order(60)], 60 + 1_000);
      expect(await known()).toEqual([]);
      day.shop = paperShopWith({});
      await day.take([cart(2_000, 0)], 2_000);
      expect(await known()).toEqual([]);
    });
  });

  describe('a cart that goes on after its order', () => {
    it('keeps what it holds when the order changes', async () => {
      await day.take([order(61)], 62);
      await day.take([cart(70, 2)], 70);
      await day.take([order(61, 80)], 80);
      expect(await held()).toBe(2);
    });

    it('keeps what it holds when the order is heard of late', async () => {
      await day.take([cart(60, 2)], 60);
      await day.take([cart(70, 1)], 70);
      await day.take([order(61)], 80);
      expect(await held()).toBe(1);
    });
  });
}
