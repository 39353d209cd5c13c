import { cartObserved, type Envelope, type TillPostGranted } from '@tillbridge/contracts';
import { handleFacts } from '../use-cases/handle-facts';
import { postOrderAgain } from '../use-cases/post-order-again';
import { revisitItems } from '../use-cases/revisit-items';
import type { Shop } from '../shop/shop';
import { paperDeps, stock, type LedgerWorld } from './ledger.contract';
import { at, backedByDepot, fact, ordered, paperShop, paperShopWith, postAnswered, tillShows } from './paper-core';
import { PaperDay } from './paper-day';

const { policy } = paperShop.layout;
const shopWithHolds: Shop = {
  ...paperShop,
  layout: {
    ...paperShop.layout,
    policy: { ...policy, cartHolds: { 'store-a': { ttlMs: 30_000, unitsPerCartMax: 5, unitsPerItemMax: 20 } } },
  },
};

/** What is decided again although no fact came: because time went by, or because a person asked. */
export function secondLookContract(open: () => Promise<LedgerWorld>): void {
  let world: LedgerWorld;
  const take = (facts: Envelope[], seconds = 60) => handleFacts(paperDeps(world, seconds, shopWithHolds), facts);
  const revisit = (seconds: number) =>
    revisitItems(paperDeps(world, seconds, shopWithHolds), (itemId, error) => {
      throw new Error(`item ${itemId} is broken`, { cause: error });
    });
  const told = async (type: string) => {
    const all = await world.uow.run((tx) => world.outbox.claim(tx, 10_000));
    return all.filter((envelope) => envelope.type === type).map((envelope) => envelope.data as Record<string, unknown>);
  };
  const shownByB = async () =>
    (await told('availability.changed')).filter(({ channel }) => channel === 'store-b').at(-1)?.lowerTo;

  beforeEach(async () => {
    world = await open();
  });
  afterEach(() => world.close());

  describe('a cart hold', () => {
    const cart = fact(cartObserved, {
      channel: 'store-a',
      cart: 'a'.repeat(64),
      updatedAt: at(60),
      lines: [{ externalId: 'a-1', quantity: 2 }],
    });

    it('gives its units back to the stores once it runs out, and not before', async () => {
      await stock(world, 5);
      await take([cart]);
      expect(await shownByB()).toBe(3);
      expect(await revisit(89)).toBe(0);
      expect(await shownByB()).toBe(3);
      expect(await revisit(90)).toBe(1);
      expect(await shownByB()).toBe(5);
      expect(await revisit(91)).toBe(0);
    });

    it('is let go by the order that its cart has become, so that no unit is kept twice', async () => {
      await stock(world, 5);
      await take([cart]);
      const line = { line: '1', externalId: 'a-1', ordered: 2 };
      await take([ordered('store-a', '1', [line], { cart: 'a'.repeat(64), seconds: 61 })], 61);
      expect(await shownByB()).toBe(3);
      expect((await world.items())[0]).toMatchObject({ holds: [], promises: [{ short: 0 }] });
    });

    it('leaves the last unit to whoever orders first once it has run out, and the late buyer is told', async () => {
      await stock(world, 2);
      await take([cart]);
      expect(await shownByB()).toBe(0);
      await take([ordered('store-b', '7', [{ line: '1', externalId: 'b-1', ordered: 2 }], { seconds: 91 })], 91);
      const late = { line: '1', externalId: 'a-1', ordered: 1 };
      await take([ordered('store-a', '8', [late], { cart: 'a'.repeat(64), seconds: 92 })], 92);
      expect(await told('order.short')).toMatchObject([{ channel: 'store-a', order: '8', lines: [{ shortBy: 1 }] }]);
    });

    it('is judged once when two cores look at the same moment', async () => {
      await stock(world, 5);
      await take([cart]);
      await Promise.all([revisit(90), revisit(90)]);
      const raised = (await told('availability.changed')).filter(
        ({ channel, lowerTo }) => channel === 'store-b' && lowerTo === 5,
      );
      // Once when it was stocked, once when the hold ran out.
      expect(raised).toHaveLength(2);
    });

    it('names the clock as the cause of the movement when nothing else moved the level', async () => {
      await stock(world, 5);
      await take([cart]);
      const before = (await world.movements()).length;
      await revisit(90);
      expect((await world.movements()).slice(before).every(({ causeId }) => causeId === 'clock')).toBe(true);
    });
  });

  describe('an imported change of the policy', () => {
    const stricter: Shop = {
      ...shopWithHolds,
      edition: 2,
      layout: {
        ...shopWithHolds.layout,
        policy: { ...shopWithHolds.layout.policy, safetyStock: { units: 2, rules: [] } },
      },
    };
    const revisitUnder = (shop: Shop) =>
      revisitItems(paperDeps(world, 70, shop), (itemId, error) => {
        throw new Error(`item ${itemId} is broken`, { cause: error });
      });

    it('reaches every item once, also one that nothing happens to', async () => {
      await stock(world, 5);
      expect(await revisitUnder(paperShop)).toBe(0);
      expect(await revisitUnder(stricter)).toBe(1);
      expect(await shownByB()).toBe(3);
      expect(await revisitUnder(stricter)).toBe(0);
    });
  });

  describe('an order that waits with one of its lines', () => {
    it('is recorded at the till once that line is served from elsewhere, though nothing happens to the other', async () => {
      const day = new PaperDay(world, paperShopWith({}, backedByDepot));
      await day.stock(1, { main: 2, depot: 1 });
      await day.stock(2, { main: 5, depot: 0 });
      const both = [
        { line: '1', externalId: 'a-1' },
        { line: '2', externalId: 'a-2' },
      ];
      await day.take([ordered('store-a', '1', [both[0]], { seconds: 61 })], 61);
      await day.take([ordered('store-a', '2', both, { seconds: 62 })], 62);
      await day.take([tillShows('till-1', 0, 80)], 80);
      const posts = await day.told<TillPostGranted>('till.post_granted');
      const places = posts.map(({ order, location, lines }) => [order, location, lines.length]);
      expect(places.sort()).toEqual([
        ['1', 'main', 1],
        ['2', 'depot', 1],
        ['2', 'main', 1],
      ]);
    });
  });

  describe('a web order that the till refused', () => {
    const key = { channel: 'store-a', order: '1' };
    const again = () => postOrderAgain(paperDeps(world), key, { atZeroValue: false });
    const granted = async () =>
      (await told('till.post_granted')) as { postId: string; lines: { quantity: number }[] }[];

    it('is granted again under a new id when a person asks, once', async () => {
      await stock(world, 5);
      await take([ordered('store-a', '1', [{ line: '1', externalId: 'a-1', ordered: 2 }])]);
      const [first] = await granted();
      await take([postAnswered(first.postId, 'refused', 61)]);
      expect(await granted()).toHaveLength(1);
      expect(await again()).toBe('granted again');
      const posts = await granted();
      expect(posts).toHaveLength(2);
      expect(posts[1].postId).not.toBe(first.postId);
      expect(posts[1].lines).toMatchObject([{ quantity: 2 }]);
      expect(await again()).toBe('nothing refused');
    });

    it('is not granted again when it was not refused, or never seen', async () => {
      await stock(world, 5);
      expect(await again()).toBe('unknown');
      await take([ordered('store-a', '1', [{ line: '1', externalId: 'a-1' }])]);
      expect(await again()).toBe('nothing refused');
    });
  });
}
