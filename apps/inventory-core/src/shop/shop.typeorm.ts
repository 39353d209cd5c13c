import { managerOf, PermanentError, Unavailable, type Tx } from '@tillbridge/persistence';
import { policyDefaults } from '@tillbridge/stock-domain';
import { Not } from 'typeorm';
import { ChannelRow, PlaceRow, PolicyRow, ShopEditionRow } from './entities';
import {
  channelsIn,
  labelsIn,
  nothingImported,
  sellersIn,
  withItems,
  zeroValueIn,
  type ImportedShop,
  type PolicyRules,
  type Shop,
  type ShopBook,
} from './shop';

export class TypeOrmShopBook implements ShopBook {
  constructor(private readonly tillSettleMs: number) {}

  async replace(tx: Tx, shop: ImportedShop): Promise<void> {
    const { till, places, policy } = shop;
    const manager = managerOf(tx);
    await manager.createQueryBuilder().delete().from(PlaceRow).execute();
    await manager.delete(ChannelRow, { kind: 'till', id: Not(till) });
    await manager.upsert(ChannelRow, [...channelsIn(shop)], ['id']);
    await manager.insert(
      PlaceRow,
      places.map(({ serves, ...place }) => ({ ...place, serves: [...serves] })),
    );
    await manager.upsert(PolicyRow, policy, ['version']);
    await this.countEdition(tx, shop);
  }

  private async countEdition(tx: Tx, shop: ImportedShop): Promise<void> {
    await managerOf(tx).query(
      `INSERT INTO shop_edition AS kept (id, edition, content) VALUES (1, 1, $1::jsonb)
       ON CONFLICT (id) DO UPDATE SET edition = kept.edition + 1, content = EXCLUDED.content
       WHERE kept.content <> EXCLUDED.content`,
      [JSON.stringify(shop)],
    );
  }

  async current(tx: Tx): Promise<Shop> {
    const manager = managerOf(tx);
    const channels = await manager.find(ChannelRow);
    const places = await manager.find(PlaceRow, { order: { channel: 'ASC', storeLocation: 'ASC' } });
    const [policy] = await manager.find(PolicyRow, { order: { version: 'DESC' }, take: 1 });
    const [kept] = await manager.find(ShopEditionRow);
    const till = channels.find((channel) => channel.kind === 'till');
    if (till === undefined || policy === undefined) throw new Unavailable(nothingImported);
    const sellers = sellersIn(channels, places);
    return {
      till: till.id,
      sellers,
      zeroValue: zeroValueIn(channels),
      takesCharges: till.takesCharges,
      edition: kept?.edition ?? 0,
      layout: {
        policy: {
          ...(await resolved(tx, till.id, rulesOf(policy))),
          version: policy.version,
          tillSettleMs: this.tillSettleMs,
        },
        places: places.map(({ channel, storeLocation, serves }) => ({ channel, storeLocation, serves })),
        ranks: new Map(channels.map((channel) => [channel.id, channel.rank])),
        sellers: new Set(sellers.keys()),
      },
    };
  }
}

async function resolved(tx: Tx, till: string, rules: PolicyRules) {
  const labels = labelsIn(rules);
  const rows: { label: string; items: string[] }[] =
    labels.length === 0
      ? []
      : await managerOf(tx).query(
          `SELECT sku_label AS label, array_agg(item_id) AS items FROM listing
           WHERE channel = $1 AND sku_label = ANY($2::text[]) AND item_id IS NOT NULL GROUP BY sku_label`,
          [till, labels],
        );
  return withItems(rules, new Map(rows.map(({ label, items }) => [label, items])));
}

function rulesOf({ version, rules }: PolicyRow): PolicyRules {
  if (typeof rules !== 'object' || rules === null) throw new PermanentError(`policy ${version} holds no rules`);
  // What an older file did not know yet holds as it would in a file that says nothing of it.
  return { ...policyDefaults, ...(rules as PolicyRules) };
}
