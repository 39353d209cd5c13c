import type { ImportContext, ShopConfig } from '@tillbridge/service-kit';
import type { CoreConfig } from '../config';
import type { ImportedShop, ShopBook } from './shop';

/** Takes over channels, places and the policy. Running it again with the same file changes nothing. */
export async function importShop(
  book: ShopBook,
  config: ShopConfig,
  { unitOfWork }: Pick<ImportContext<CoreConfig>, 'unitOfWork'>,
): Promise<string> {
  const shop = importedShop(config);
  await unitOfWork.run((tx) => book.replace(tx, shop));
  return `${shop.stores.length} stores, ${shop.places.length} places, policy ${shop.policy.version}`;
}

function importedShop({ till, stores, policy: { version, loser, safetyStock, cartHolds } }: ShopConfig): ImportedShop {
  const { enabled, ttlSeconds, unitsPerCartMax } = cartHolds;
  return {
    till: till.channel,
    stores: stores.map(({ channel, rank }) => ({ channel, rank })),
    places: stores.flatMap(({ channel, locations }) =>
      locations.map(({ storeLocation, serves }) => ({ channel, storeLocation, serves })),
    ),
    policy: {
      version,
      rules: { loser, safetyStock, cartHolds: { enabled, ttlMs: ttlSeconds * 1_000, unitsPerCartMax } },
    },
  };
}
