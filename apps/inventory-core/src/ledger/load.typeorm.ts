import type { ItemState } from '@tillbridge/stock-domain';
import type { EntityManager } from 'typeorm';
import {
  cartsOf,
  keyOf,
  unlinkedOf,
  withoutItem,
  type Listing,
  type Loaded,
  type OrderState,
  type RecordState,
  type References,
} from './ledger';
import { listingFrom, orderFrom, recordFrom, type StoredListing, type StoredOrder } from './fact-rows';
import {
  adjustmentFrom,
  bucketFrom,
  levelFrom,
  promiseFrom,
  type StoredAdjustment,
  type StoredBucket,
  type StoredLevel,
  type StoredPromise,
} from './item-rows';
import { confirmedIn, type Reservation } from './reservation';
import { reservationFrom, type StoredReservation } from './reservation-rows';
import { storeLevelFrom, type StoredStoreLevel } from './store-level-rows';

/**
 * Loads everything a batch may touch, in a fixed number of statements however large it is: listings, the orders that
 * wait for them, the items behind all of those, and the items that share an undecided till sale with them.
 */
export async function loadBatch(
  manager: EntityManager,
  named: References,
  { lockLinks, lockItems }: Locks = noLocks,
): Promise<Loaded> {
  const loader = new BatchLoader(manager);
  const references = { ...named, orders: [...named.orders, ...(await loader.ordersWithBooked(named.voided))] };
  const find = () => loader.listings(references.externals, [...references.labels, ...references.proposals]);
  const seen = await find();
  const first = (await lockLinks(withoutItem(references.externals, seen))) ? await find() : seen;
  const orders = await loader.orders(references.orders, unlinkedOf(references, first));
  const ordered = await loader.listings(
    orders.flatMap((order) =>
      order.lines.flatMap(({ externalId }) => (externalId === null ? [] : [{ channel: order.channel, externalId }])),
    ),
    [],
  );
  const reservations = await loader.reservations(references.reservations, cartsOf(references, orders));
  const reserved = reservations.flatMap(({ lines }) => lines.map(({ itemId }) => itemId));
  const listed = [...first, ...ordered].flatMap(({ itemId }) => (itemId === null ? [] : [itemId]));
  const behind = await loader.itemsBehind(references);
  const itemIds = new Set([...references.items, ...listed, ...reserved, ...behind]);
  for (const itemId of await loader.itemsSharingAPost([...itemIds])) itemIds.add(itemId);
  const confirmed = confirmedIn(reservations);
  const items = await loader.items([...itemIds], [...references.orders, ...orders, ...confirmed], lockItems);
  const promisedOrders = items.flatMap((item) => item.promises);
  const allOrders = [...orders, ...(await loader.orders([...promisedOrders, ...confirmed], []))];
  const links = await loader.listingsOf([...itemIds]);
  const records = await loader.records(references.records);
  return {
    items: new Map(items.map((item) => [item.itemId, item])),
    listings: new Map([...first, ...ordered, ...links].map((row) => [keyOf(row.channel, row.externalId), row])),
    orders: new Map(allOrders.map((order) => [keyOf(order.channel, order.order), order])),
    records: new Map(records.map((record) => [keyOf(record.till, record.recordId), record])),
    reservations: new Map(reservations.map((reservation) => [reservation.id, reservation])),
  };
}

export interface Locks {
  /** Waits for whoever may be linking what is not linked yet. @returns whether it waited for anything: then look again. */
  lockLinks(unlinked: References['externals']): Promise<boolean>;
  /** Whether nobody else may write the items until the transaction ends. */
  readonly lockItems: boolean;
}

const noLocks: Locks = { lockLinks: async () => false, lockItems: false };

class BatchLoader {
  constructor(private readonly manager: EntityManager) {}

  async listings(
    externals: readonly { channel: string; externalId: string }[],
    labels: readonly string[],
  ): Promise<Listing[]> {
    if (externals.length === 0 && labels.length === 0) return [];
    const rows: StoredListing[] = await this.manager.query(
      `SELECT listing.* FROM listing
         JOIN unnest($1::text[], $2::text[]) AS wanted(channel, external_id) USING (channel, external_id)
       UNION
       SELECT * FROM listing WHERE sku_label = ANY($3::text[]) OR barcode_label = ANY($3::text[])`,
      [externals.map(({ channel }) => channel), externals.map(({ externalId }) => externalId), [...labels]],
    );
    return rows.map(listingFrom);
  }

  async listingsOf(itemIds: readonly string[]): Promise<Listing[]> {
    if (itemIds.length === 0) return [];
    const rows: StoredListing[] = await this.manager.query('SELECT * FROM listing WHERE item_id = ANY($1::uuid[])', [
      itemIds,
    ]);
    return rows.map(listingFrom);
  }

  async orders(
    wanted: readonly { channel: string; order: string }[],
    waitingFor: readonly { channel: string; externalId: string }[],
  ): Promise<OrderState[]> {
    if (wanted.length === 0 && waitingFor.length === 0) return [];
    const rows: StoredOrder[] = await this.manager.query(
      `SELECT store_order.* FROM store_order
         WHERE (channel, order_id) IN (SELECT * FROM unnest($1::text[], $2::text[]))
            OR (waiting <> '{}' AND waiting && $4::text[] AND channel = ANY($3::text[]))`,
      [
        wanted.map(({ channel }) => channel),
        wanted.map(({ order }) => order),
        waitingFor.map(({ channel }) => channel),
        waitingFor.map(({ externalId }) => externalId),
      ],
    );
    return rows.map(orderFrom);
  }

  async ordersWithBooked(posts: readonly string[]): Promise<{ channel: string; order: string }[]> {
    if (posts.length === 0) return [];
    return this.manager.query(
      `SELECT channel, order_id AS "order" FROM store_order
         WHERE booked <> '[]' AND jsonb_path_query_array(booked, '$[*].postId') ?| $1::text[]`,
      [[...posts]],
    );
  }

  async itemsBehind(references: References): Promise<string[]> {
    const { orders, posts } = references;
    if (orders.length + posts.length === 0) return [];
    const rows: { item_id: string }[] = await this.manager.query(
      `SELECT item_id FROM promise WHERE (channel, order_id) IN (SELECT * FROM unnest($1::text[], $2::text[]))
       UNION SELECT item_id FROM promise WHERE NOT closed AND post_ids && $3::uuid[]
       UNION SELECT item_id FROM adjustment WHERE post_id = ANY($3::uuid[])`,
      [orders.map(({ channel }) => channel), orders.map(({ order }) => order), [...posts]],
    );
    return rows.map((row) => row.item_id);
  }

  /**
   * An order's lines go to the till as one sale, so the items of its other lines are part of the same decision. Those of
   * orders that wait for rivals are, too, and so on: where orders are served whole, one may give way for any of the others.
   * One step is enough for what is accepted provisionally: whoever is short of an item loads it, and makes its orders wait.
   */
  async itemsSharingAPost(itemIds: readonly string[]): Promise<string[]> {
    if (itemIds.length === 0) return [];
    const rows: { item_id: string }[] = await this.manager.query(
      `WITH RECURSIVE tied AS (
         SELECT other.item_id FROM promise AS own
           JOIN promise AS other ON other.channel = own.channel AND other.order_id = own.order_id AND NOT other.closed
         WHERE own.item_id = ANY($1::uuid[]) AND NOT own.closed
         UNION
         SELECT other.item_id FROM tied
           JOIN promise AS own ON own.item_id = tied.item_id AND own.decide_at IS NOT NULL
           JOIN promise AS other ON other.channel = own.channel AND other.order_id = own.order_id
             AND other.decide_at IS NOT NULL)
       SELECT item_id FROM tied`,
      [itemIds],
    );
    return rows.map((row) => row.item_id);
  }

  /** Items in id order, with their open promises and, for the orders in question and those being counted, the closed ones too. */
  async items(
    itemIds: readonly string[],
    orders: readonly { channel: string; order: string }[],
    lock: boolean,
  ): Promise<ItemState[]> {
    if (itemIds.length === 0) return [];
    // Versions first: parts that are newer than their item's version make the batch stale.
    const versions: Promise<{ id: string; version: number }[]> = this.manager.query(
      `SELECT id, version FROM item WHERE id = ANY($1::uuid[]) ORDER BY id ${lock ? 'FOR UPDATE' : ''}`,
      [itemIds],
    );
    const parts = this.partsOf(itemIds, orders);
    const [items, [levels, promises, adjustments, holds, storeLevels]] = await Promise.all([versions, parts]);
    return items.map(({ id, version }) => ({
      itemId: id,
      version,
      levels: levels(id).map(levelFrom),
      promises: promises(id).map(promiseFrom),
      adjustments: adjustments(id).map(adjustmentFrom),
      holds: holds(id).map(bucketFrom),
      views: storeLevels(id).map((row) => storeLevelFrom(row).view),
      published: storeLevels(id).flatMap((row) => (row.published === null ? [] : [row.published])),
    }));
  }

  private async partsOf(itemIds: readonly string[], orders: readonly { channel: string; order: string }[]) {
    const query = <Row>(sql: string, parameters: unknown[]): Promise<Row[]> => this.manager.query(sql, parameters);
    const [levels, promises, adjustments, holds, storeLevels] = await Promise.all([
      query<LevelParts>('SELECT * FROM level WHERE item_id = ANY($1::uuid[])', [itemIds]),
      query<StoredPromise>(
        `SELECT * FROM promise WHERE item_id = ANY($1::uuid[])
           AND (NOT closed OR (channel, order_id) IN (
             SELECT * FROM unnest($2::text[], $3::text[])
             UNION SELECT line->>'channel', line->>'order'
               FROM level, jsonb_path_query(counts, '$[*].lines[*]') AS line WHERE item_id = ANY($1::uuid[])))`,
        [itemIds, orders.map(({ channel }) => channel), orders.map(({ order }) => order)],
      ),
      query<StoredAdjustment>('SELECT * FROM adjustment WHERE item_id = ANY($1::uuid[]) ORDER BY id', [itemIds]),
      query<StoredBucket>('SELECT * FROM hold_bucket WHERE item_id = ANY($1::uuid[])', [itemIds]),
      query<StoredStoreLevel>('SELECT * FROM store_level WHERE item_id = ANY($1::uuid[])', [itemIds]),
    ]);
    return [
      rowsByItem(levels),
      rowsByItem(promises),
      rowsByItem(adjustments),
      rowsByItem(holds),
      rowsByItem(storeLevels),
    ] as const;
  }

  async reservations(
    ids: readonly string[],
    carts: readonly { channel: string; cart: string }[],
  ): Promise<Reservation[]> {
    if (ids.length + carts.length === 0) return [];
    const rows: StoredReservation[] = await this.manager.query(
      `SELECT * FROM reservation WHERE id = ANY($1::uuid[])
       UNION ALL
       SELECT reservation.* FROM reservation
         JOIN (SELECT DISTINCT * FROM unnest($2::text[], $3::text[])) AS wanted(channel, cart) USING (channel, cart)`,
      [[...ids], carts.map(({ channel }) => channel), carts.map(({ cart }) => cart)],
    );
    return rows.map(reservationFrom);
  }

  async records(wanted: readonly { till: string; recordId: string }[]): Promise<RecordState[]> {
    if (wanted.length === 0) return [];
    const rows: Parameters<typeof recordFrom>[0][] = await this.manager.query(
      `SELECT * FROM till_record WHERE (till, record_id) IN (SELECT * FROM unnest($1::text[], $2::text[]))`,
      [wanted.map(({ till }) => till), wanted.map(({ recordId }) => recordId)],
    );
    return rows.map(recordFrom);
  }
}

type LevelParts = StoredLevel & { item_id: string };

/** The rows of one item, looked up and not looked for: batches hold hundreds of items. */
function rowsByItem<Row extends { item_id: string }>(rows: readonly Row[]): (itemId: string) => readonly Row[] {
  const byItem = new Map<string, Row[]>();
  for (const row of rows) {
    const known = byItem.get(row.item_id);
    if (known === undefined) byItem.set(row.item_id, [row]);
    else known.push(row);
  }
  return (itemId) => byItem.get(itemId) ?? [];
}
