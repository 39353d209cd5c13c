import { PermanentError, RetryableError } from '@tillbridge/persistence';
import type { Policy } from '@tillbridge/stock-domain';
import type { DataSource } from 'typeorm';
import { ChannelRow, PlaceRow, PolicyRow } from '../ledger/entities';
import type { Shop } from './shop';

/** How long an imported change of the shop may go unnoticed by a running process. */
const refreshAfterMs = 5_000;

/** The shop as it was imported, read again every few seconds. */
export class ShopRows {
  private cached: { readonly shop: Shop; readonly readAt: number } | null = null;

  constructor(
    private readonly dataSource: DataSource,
    private readonly tillSettleMs: number,
  ) {}

  /** @throws RetryableError while nothing has been imported: facts wait for the shop, they are not lost. */
  async current(): Promise<Shop> {
    const now = performance.now();
    if (this.cached !== null && now - this.cached.readAt < refreshAfterMs) return this.cached.shop;
    const shop = await this.read();
    this.cached = { shop, readAt: now };
    return shop;
  }

  private async read(): Promise<Shop> {
    const channels = await this.dataSource.getRepository(ChannelRow).find();
    const places = await this.dataSource
      .getRepository(PlaceRow)
      .find({ order: { channel: 'ASC', storeLocation: 'ASC' } });
    const [policy] = await this.dataSource.getRepository(PolicyRow).find({ order: { version: 'DESC' }, take: 1 });
    const till = channels.find((channel) => channel.kind === 'till');
    if (till === undefined || policy === undefined)
      throw new RetryableError('no shop is configured yet: import a tillbridge.yaml first');
    const rules = policy.rules as Omit<Policy, 'version' | 'tillSettleMs'>;
    if (typeof rules !== 'object' || rules === null)
      throw new PermanentError(`policy ${policy.version} holds no rules`);
    return {
      till: till.id,
      layout: {
        policy: { ...rules, version: policy.version, tillSettleMs: this.tillSettleMs },
        places: places.map(({ channel, storeLocation, serves }) => ({ channel, storeLocation, serves })),
        ranks: new Map(channels.map((channel) => [channel.id, channel.rank])),
      },
    };
  }
}
