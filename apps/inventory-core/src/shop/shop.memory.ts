import { MemoryTable, Unavailable, type Tx } from '@tillbridge/persistence';
import type { StorePlace } from '@tillbridge/stock-domain';
import {
  channelsIn,
  nothingImported,
  sellersIn,
  withItems,
  zeroValueIn,
  type ImportedShop,
  type Shop,
  type ShopBook,
} from './shop';

/** For specs and the simulation. Same contract as TypeOrmShopBook. */
export class MemoryShopBook implements ShopBook {
  private readonly channels = new MemoryTable<ReturnType<typeof channelsIn>[number]>(({ id }) => id);
  private readonly places = new MemoryTable<StorePlace>(placeKey);
  private readonly policies = new MemoryTable<ImportedShop['policy']>(({ version }) => String(version));

  private readonly editions = new MemoryTable<{ edition: number; content: string }>(() => 'shop');

  /** @param items the ids of the till's items by their labels. */
  constructor(
    private readonly tillSettleMs: number,
    private readonly items: ReadonlyMap<string, readonly string[]> = new Map(),
  ) {}

  async replace(tx: Tx, shop: ImportedShop): Promise<void> {
    const { places, policy } = shop;
    this.countEdition(tx, JSON.stringify(shop));
    for (const place of this.places.all(tx)) this.places.delete(tx, placeKey(place));
    for (const place of places) this.places.put(tx, place);
    for (const channel of this.channels.all(tx)) if (channel.kind === 'till') this.channels.delete(tx, channel.id);
    for (const channel of channelsIn(shop)) this.channels.put(tx, channel);
    this.policies.put(tx, policy);
  }

  private countEdition(tx: Tx, content: string): void {
    const kept = this.editions.get(tx, 'shop');
    if (kept?.content !== content) this.editions.put(tx, { edition: (kept?.edition ?? 0) + 1, content });
  }

  async current(tx: Tx): Promise<Shop> {
    const channels = this.channels.all(tx);
    const till = channels.find(({ kind }) => kind === 'till');
    const [policy] = this.policies.all(tx).sort((a, b) => b.version - a.version);
    if (till === undefined || policy === undefined) throw new Unavailable(nothingImported);
    const sellers = sellersIn(channels, this.places.all(tx));
    return {
      till: till.id,
      sellers,
      zeroValue: zeroValueIn(channels),
      takesCharges: till.takesCharges,
      edition: this.editions.get(tx, 'shop')?.edition ?? 0,
      layout: {
        policy: {
          ...withItems(policy.rules, this.items),
          version: policy.version,
          tillSettleMs: this.tillSettleMs,
        },
        places: this.places.all(tx),
        ranks: new Map(channels.map(({ id, rank }) => [id, rank])),
        sellers: new Set(sellers.keys()),
      },
    };
  }
}

/** Sorts as PostgreSQL sorts: by channel, then by store location. */
function placeKey({ channel, storeLocation }: StorePlace): string {
  return `${channel}\n${storeLocation}`;
}
