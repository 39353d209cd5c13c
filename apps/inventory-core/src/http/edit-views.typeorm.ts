import {
  editsOf,
  uncountedAt,
  missingFrom,
  type ItemState,
  type StoreView,
  type WhyEdits,
} from '@tillbridge/stock-domain';
import type { DataSource } from 'typeorm';
import { EditStepRow } from '../ledger/edits/entities';
import { noReferences, type Listing } from '../ledger/ledger';
import { loadBatch } from '../ledger/load.typeorm';
import type { Shop } from '../shop/shop';
import type { AdjustmentView, EditStepView, EditView, EditsPage, LevelEditsView } from './edits.dto';

const stepsShownMax = 50;

/** Open claims and edits of all levels, each question answered from one read of the ledger. */
export class EditViews {
  constructor(
    private readonly dataSource: DataSource,
    private readonly shop: () => Promise<Shop>,
  ) {}

  /** A page of items that any level has something open of. @param channel null for all. */
  async page(channel: string | null, after: string | null, limit: number): Promise<EditsPage> {
    const { layout } = await this.shop();
    return this.dataSource.transaction('REPEATABLE READ', async (manager) => {
      const rows: { item_id: string }[] = await manager.query(
        `SELECT item_id FROM (
           SELECT item_id FROM store_level
             WHERE (claim > 0 OR edits <> 0 OR (story->>'toGiveBack')::integer > 0) AND ($1::text IS NULL OR channel = $1)
           UNION SELECT item_id FROM adjustment WHERE $1::text IS NULL OR channel = $1) AS open
         WHERE $2::uuid IS NULL OR item_id > $2 ORDER BY item_id LIMIT $3`,
        [channel, after, limit],
      );
      const ids = rows.map((row) => row.item_id);
      const { items, listings } = await loadBatch(manager, { ...noReferences, items: ids });
      const isAsked = (each: { channel: string }) => channel === null || each.channel === channel;
      const all = ids.flatMap((id) => items.get(id) ?? []);
      return {
        edits: all.flatMap((item) =>
          item.views.filter(isAsked).flatMap((view) => editOf(item, view, [...listings.values()], layout.places)),
        ),
        adjustments: all.flatMap((item) => adjustmentsOf(item).filter(isAsked)),
        next: rows.length === limit ? (ids.at(-1) ?? null) : null,
      };
    });
  }

  /** The latest steps on missing units of one item, newest first. */
  async steps(itemId: string): Promise<EditStepView[]> {
    const rows = await this.dataSource
      .getRepository(EditStepRow)
      .find({ where: { itemId }, order: { at: 'DESC', id: 'DESC' }, take: stepsShownMax });
    return rows.map(({ at, channel, storeLocation, what, units, causeId }) => ({
      at: at.toISOString(),
      channel,
      storeLocation,
      what,
      units,
      causeId,
    }));
  }
}

type Places = Shop['layout']['places'];

function editOf(item: ItemState, view: StoreView, listings: readonly Listing[], places: Places): EditView[] {
  const edits = editsOf(view);
  const link = listings.find((row) => row.itemId === item.itemId && row.channel === view.channel);
  const isOpen = view.claim > 0 || view.edits !== 0 || view.story.toGiveBack > 0;
  if (edits === null || link === undefined || !isOpen) return [];
  const { channel, storeLocation } = view;
  const own = listings.find((row) => row.itemId === item.itemId && row.linkedBy === 'till') ?? link;
  const place = places.find((each) => each.channel === channel && each.storeLocation === storeLocation);
  return [
    {
      ...levelEdits(edits),
      itemId: item.itemId,
      sku: own.sku,
      title: own.title,
      channel,
      externalId: link.externalId,
      storeLocation,
      locations: [...(place?.serves ?? [])],
      ordersUnderWay: uncountedAt(view) - missingFrom(view),
    },
  ];
}

function levelEdits({ since, ...edits }: WhyEdits): LevelEditsView {
  return { ...edits, since: since === null ? null : new Date(since).toISOString() };
}

function adjustmentsOf({ itemId, adjustments }: ItemState): AdjustmentView[] {
  return adjustments.map(({ id, channel, storeLocation, location, units, post }) => ({
    id,
    itemId,
    channel,
    storeLocation,
    location,
    effect: -units,
    state: post.state,
  }));
}
