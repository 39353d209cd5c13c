import { expectedAtTill } from '@tillbridge/level-mirror';
import type { Clock } from '@tillbridge/service-kit';
import { figuresAt, postsAt, type ItemState } from '@tillbridge/stock-domain';
import { LessThanOrEqual, type DataSource } from 'typeorm';
import { MovementRow, StoreOrderRow } from '../ledger/entities';
import { keyOf, labelOf, noReferences, type Listing, type Loaded } from '../ledger/ledger';
import { loadBatch } from '../ledger/load.typeorm';
import type { ChannelLevelView, ItemView, LevelView, LevelsPage, MovementView, OrderView } from './views.dto';

const movementsShownMax = 50;

/** Questions about the stock, answered from one read of the ledger each. */
export class StockViews {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async levels(after: string | null, limit: number): Promise<LevelsPage> {
    const rows: { id: string }[] = await this.dataSource.query(
      'SELECT id FROM item WHERE $1::uuid IS NULL OR id > $1::uuid ORDER BY id LIMIT $2',
      [after, limit],
    );
    const { items, listings } = await this.load(rows.map((row) => row.id));
    const all = [...items.values()];
    const links = [...listings.values()];
    return {
      levels: all.flatMap((item) => this.levelsOf(item, links)),
      channels: all.flatMap((item) => channelsOf(item, links)),
      next: rows.length === limit ? (rows.at(-1)?.id ?? null) : null,
    };
  }

  async itemsBySku(sku: string): Promise<ItemView[]> {
    const rows: { item_id: string }[] = await this.dataSource.query(
      'SELECT DISTINCT item_id FROM listing WHERE sku_label = $1 AND item_id IS NOT NULL ORDER BY item_id',
      [labelOf(sku)],
    );
    const views = await Promise.all(rows.map((row) => this.item(row.item_id)));
    return views.filter((view) => view !== null);
  }

  async item(itemId: string): Promise<ItemView | null> {
    const { items, listings } = await this.load([itemId]);
    const item = items.get(itemId);
    if (item === undefined) return null;
    const links = [...listings.values()].filter((listing) => listing.itemId === itemId);
    return {
      itemId,
      version: item.version,
      sku: tillLinkOf(links)?.sku ?? null,
      title: tillLinkOf(links)?.title ?? '',
      links: links.map(({ channel, externalId, sku, linkedBy }) => ({ channel, externalId, sku, linkedBy })),
      levels: this.levelsOf(item, links),
      channels: channelsOf(item, links),
      promises: item.promises.map(({ posts, placedAt, ...promise }) => ({
        ...promise,
        placedAt: new Date(placedAt).toISOString(),
        posts: posts.map(({ postId, kind, units, state, location }) => ({ postId, kind, units, state, location })),
      })),
      movements: await this.movements(itemId, item.version),
    };
  }

  /** The latest that led to `version` of the item, newest first. */
  async movements(itemId: string, version: number): Promise<MovementView[]> {
    const rows = await this.dataSource.getRepository(MovementRow).find({
      where: { itemId, itemVersion: LessThanOrEqual(version) },
      order: { at: 'DESC', id: 'DESC' },
      take: movementsShownMax,
    });
    return rows.map(({ at, location, kind, gross, reserved, claim, held, causeId }) => ({
      at: at.toISOString(),
      location,
      kind,
      gross,
      reserved,
      claim,
      held,
      causeId,
    }));
  }

  async order(channel: string, order: string): Promise<OrderView | null> {
    const row = await this.dataSource.getRepository(StoreOrderRow).findOneBy({ channel, order });
    if (row === null) return null;
    return {
      channel,
      order,
      name: row.name,
      placedAt: row.placedAt.toISOString(),
      cancelledAt: row.cancelledAt?.toISOString() ?? null,
      paid: row.paid,
      currency: row.currency,
      lines: row.lines as OrderView['lines'],
      booked: row.booked as OrderView['booked'],
      atZeroValue: row.zeroValue,
      waiting: row.waiting,
      decision: row.decision,
      resolution: row.resolution,
    };
  }

  private load(itemIds: readonly string[]): Promise<Loaded> {
    // One moment for all of it, on one connection.
    return this.dataSource.transaction('REPEATABLE READ', (manager) =>
      loadBatch(manager, { ...noReferences, items: itemIds }),
    );
  }

  private levelsOf(item: ItemState, links: readonly Listing[]): LevelView[] {
    const own = tillLinkOf(links.filter((listing) => listing.itemId === item.itemId));
    return item.levels.map(({ location, mirror }) => {
      const { onHand, reserved, held, claim, available } = figuresAt(item, location, this.clock.now().getTime());
      return {
        itemId: item.itemId,
        sku: own?.sku ?? null,
        location,
        onHand,
        reserved,
        held,
        pending: claim,
        available,
        version: item.version,
        tillExternalId: own?.externalId ?? null,
        tillLevelExpected: expectedAtTill(mirror, postsAt(item, location)),
        till: mirror.row === null ? null : { level: mirror.row.level, version: mirror.row.version?.toString() ?? null },
      };
    });
  }
}

function tillLinkOf(links: readonly Listing[]): Listing | undefined {
  return links.find((listing) => listing.linkedBy === 'till');
}

function channelsOf(item: ItemState, links: readonly Listing[]): ChannelLevelView[] {
  const external = new Map(
    links.filter(({ itemId }) => itemId === item.itemId).map((row) => [keyOf(row.channel), row.externalId]),
  );
  return item.published.map(({ channel, storeLocation, lowerTo, raiseTo, version }) => ({
    channel,
    itemId: item.itemId,
    externalId: external.get(keyOf(channel)) ?? null,
    storeLocation,
    lowerTo,
    raiseTo,
    version,
  }));
}
