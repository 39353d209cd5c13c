import type { AvailabilityChanged, Envelope } from '@tillbridge/contracts';
import { handleFacts } from '../use-cases/handle-facts';
import { paperDeps, type LedgerWorld } from './ledger.contract';
import { keyOf, noReferences } from './ledger';
import { listed, paperShop, paperShopWith, tillShows } from './paper-core';

const shop = paperShopWith({ escrow: { ...paperShop.layout.policy.escrow, enabled: true } });

/** Two states of one listing, in the order in which they came about and in any other. */
export function listingOrderContract(open: () => Promise<LedgerWorld>): void {
  let world: LedgerWorld;
  const take = (...facts: Envelope[]) => handleFacts(paperDeps(world, 60, shop), facts);
  const listing = async (channel: string, externalId: string) => {
    const references = { ...noReferences, externals: [{ channel, externalId }] };
    const { listings } = await world.uow.run((tx) => world.ledger.load(tx, references));
    return listings.get(keyOf(channel, externalId));
  };
  /** What the stores were last told that they may show. */
  const shares = async () => {
    const all = await world.uow.run((tx) => world.outbox.claim(tx, 10_000));
    const told = all
      .filter(({ type }) => type === 'availability.changed')
      .map(({ data }) => data as AvailabilityChanged);
    return Object.fromEntries(told.map(({ channel, lowerTo }) => [channel, lowerTo]));
  };

  beforeEach(async () => {
    world = await open();
    await take(listed('till', 'till-1', 'TEE'), listed('store-a', 'a-1', 'TEE'), listed('store-b', 'b-1', 'TEE'));
    await take(tillShows('till-1', 2, 0));
  });
  afterEach(() => world.close());

  describe('a listing whose store stamps by the second', () => {
    const drafted = listed('store-b', 'b-1', 'TEE', { seconds: 20, standing: 'withdrawn', seq: 7 });
    const active = listed('store-b', 'b-1', 'TEE', { seconds: 20, seq: 8 });
    const orders: [string, Envelope[]][] = [
      ['in order', [drafted, active]],
      ['overtaken', [active, drafted]],
      ['parked and replayed', [drafted, active, { ...drafted, id: '01932f6e-7c00-7d30-8a10-5a2c3e4f5a6b' }]],
    ];

    it.each(orders)('is as it was last within that second: %s', async (_, facts) => {
      for (const each of facts) await take(each);
      expect(await shares()).toEqual({ 'store-a': 1, 'store-b': 1 });
    });

    it('is as it was in the later second, though its gateway counts anew since', async () => {
      await take(listed('store-b', 'b-1', 'TEE', { seconds: 20, seq: 900 }));
      await take(listed('store-b', 'b-1', 'TEE', { seconds: 21, seq: 1, standing: 'withdrawn' }));
      expect(await shares()).toEqual({ 'store-a': 2, 'store-b': 0 });
    });
  });

  describe('a listing that was created for an item', () => {
    it('is linked to it, though a newer word on the listing came first', async () => {
      await take(listed('till', 'till-2', 'CUP'));
      const item = (await listing('till', 'till-2'))!.itemId;
      await take(listed('store-b', 'b-2', 'no label', { seconds: 30, seq: 4, standing: 'withdrawn' }));
      await take(listed('store-b', 'b-2', 'no label', { seconds: 20, seq: 3, createdFor: item }));
      expect(await listing('store-b', 'b-2')).toMatchObject({
        itemId: item,
        linkedBy: 'created',
        standing: 'withdrawn',
        seq: 4,
      });
    });
  });
}
