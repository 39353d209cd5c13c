import { managerOf } from '@tillbridge/persistence';
import type { ImportContext, ShopConfig } from '@tillbridge/service-kit';
import { ChannelRow, PlaceRow, PolicyRow } from '../ledger/entities';
import type { CoreConfig } from '../config';

/** Takes over channels, places and the policy. Running it again with the same file changes nothing. */
export async function importShop(shop: ShopConfig, { unitOfWork }: ImportContext<CoreConfig>): Promise<string> {
  const channels = [
    { id: shop.till.channel, kind: 'till', rank: 0 },
    ...shop.stores.map((store) => ({ id: store.channel, kind: 'store', rank: store.rank })),
  ];
  const places = shop.stores.flatMap((store) =>
    store.locations.map(({ storeLocation, serves }) => ({ channel: store.channel, storeLocation, serves })),
  );
  const { version, loser, safetyStock, cartHolds } = shop.policy;
  const rules = {
    loser,
    safetyStock,
    cartHolds: {
      enabled: cartHolds.enabled,
      ttlMs: cartHolds.ttlSeconds * 1_000,
      unitsPerCartMax: cartHolds.unitsPerCartMax,
    },
  };
  await unitOfWork.run(async (tx) => {
    const manager = managerOf(tx);
    await manager.createQueryBuilder().delete().from(PlaceRow).execute();
    await manager.upsert(ChannelRow, channels, ['id']);
    await manager.insert(PlaceRow, places);
    await manager.upsert(PolicyRow, { version, rules }, ['version']);
  });
  return `${shop.stores.length} stores, ${places.length} places, policy ${version}`;
}
