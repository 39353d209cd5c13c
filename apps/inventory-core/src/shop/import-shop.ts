import type { ImportContext, Policy, ShopConfig } from '@tillbridge/service-kit';
import type { CoreConfig } from '../config';
import type { ImportedShop, PolicyRules, ShopBook } from './shop';

/** Takes over channels, places and the policy. Running it again with the same file changes nothing. */
export async function importShop(
  book: ShopBook,
  config: ShopConfig,
  { unitOfWork }: Pick<ImportContext<CoreConfig>, 'unitOfWork'>,
): Promise<string> {
  const shop = importedShop(config);
  await unitOfWork.run((tx) => book.replace(tx, shop));
  return `${shop.stores.length} stores, ${shop.sellers.length} sellers, ${shop.places.length} places, policy ${shop.policy.version}`;
}

function importedShop({ till, stores, sellers, policy }: ShopConfig): ImportedShop {
  return {
    till: till.channel,
    takesCharges: till.chargesProduct !== undefined,
    stores: stores.map(({ channel, rank, postAtZeroValue: zeroValue }) => ({ channel, rank, zeroValue })),
    sellers: sellers.map(({ channel, rank, postAtZeroValue: zeroValue, currency }) => ({
      channel,
      rank,
      zeroValue,
      currency,
    })),
    places: [
      ...stores.flatMap(({ channel, locations }) =>
        locations.map(({ storeLocation, serves }) => ({ channel, storeLocation, serves })),
      ),
      ...sellers.map(({ channel, serves }) => ({ channel, storeLocation: channel, serves })),
    ],
    policy: { version: policy.version, rules: rulesOf(policy) },
  };
}

function rulesOf({ safetyStock, safetyStockFor, cartHolds, escrow, stocktakes, ...policy }: Policy): PolicyRules {
  const { demandWindowSeconds, hysteresisPercent, shares, ...dealing } = escrow;
  const { claimOrder, orders, splitLines, arbitrationWindowMs, loser, moveLosers } = policy;
  return {
    claimOrder,
    orders,
    splitLines,
    arbitrationWindowMs,
    loser,
    moveLosers,
    safetyStock: {
      units: safetyStock,
      rules: safetyStockFor.map(({ sku = null, channel = null, location = null, units }) => ({
        sku,
        channel,
        location,
        units,
      })),
    },
    cartHolds: Object.fromEntries(
      cartHolds.map(({ channel, ttlSeconds, unitsPerCartMax, unitsPerItemMax }) => [
        channel,
        { ttlMs: ttlSeconds * 1_000, unitsPerCartMax, unitsPerItemMax },
      ]),
    ),
    stocktakes: Object.fromEntries(stocktakes.map(({ location, setAside }) => [location, setAside])),
    escrow: {
      ...dealing,
      demandWindowMs: demandWindowSeconds * 1_000,
      hysteresis: hysteresisPercent / 100,
      shares: Object.fromEntries(shares.map(({ channel, weight, floorUnits }) => [channel, { weight, floorUnits }])),
    },
  };
}
