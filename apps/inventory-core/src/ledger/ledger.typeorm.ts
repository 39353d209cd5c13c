import { managerOf, send, type Statement, type Tx } from '@tillbridge/persistence';
import {
  adjustmentStatements,
  holdStatements,
  itemStatements,
  levelStatements,
  listingStatements,
  orderStatements,
  promiseStatements,
  reservationStatements,
  storeLevelStatements,
  unchangedStatements,
} from './change-statements';
import { decisionFrom, decisionRow, orderName, type StoredDecision } from './decision-rows';
import {
  editStepRow,
  linkChangeFrom,
  linkChangeRow,
  listingFrom,
  movementColumns,
  movementRow,
  recordRow,
  type StoredLinkChange,
  type StoredListing,
} from './fact-rows';
import type {
  Changes,
  CountedAt,
  Decision,
  DueAt,
  DueLimits,
  Ledger,
  LinkChange,
  Listing,
  ListingKey,
  Loaded,
  OrderKey,
  References,
} from './ledger';
import { lockLinks } from './link-locks.typeorm';
import { loadBatch } from './load.typeorm';
import { reservationColumns, reservationRow } from './reservation-rows';
import { inserted, sendMany, upserted } from './write-rows';

/** The ledger on PostgreSQL: one statement per table and batch, all guarded by the versions of items and orders. */
export class TypeOrmLedger implements Ledger {
  async load(tx: Tx, references: References): Promise<Loaded> {
    const manager = managerOf(tx);
    return loadBatch(manager, references, {
      lockLinks: (unlinked) => this.lockLinks(manager, unlinked, references.proposals),
      // Whoever was not fast enough is the next to write them, however fast others are.
      lockItems: tx.isAgain,
    });
  }

  protected lockLinks(...[manager, unlinked, proposals]: Parameters<typeof lockLinks>): Promise<boolean> {
    return lockLinks(manager, unlinked, proposals);
  }

  async append(tx: Tx, changes: Changes): Promise<void> {
    const reserved = changes.reservations.filter(({ row, isNew }) => isNew && row.cart === null);
    await sendMany(
      tx,
      'reservation',
      reservationColumns,
      reserved.map(({ row }) => reservationRow(row)),
    );
    const versions = new Map(changes.items.map(({ after }) => [after.itemId, after.version + 1]));
    await sendMany(
      tx,
      'movement',
      movementColumns,
      changes.movements.map((movement) => movementRow(movement, versions.get(movement.itemId) ?? 0)),
    );
    await send(tx, ...inserted('edit_step', changes.editSteps.map(editStepRow)));
  }

  /** Items go first: they are what others wait for. */
  async save(tx: Tx, changes: Changes): Promise<void> {
    await send(
      tx,
      ...this.itemStatements(changes),
      ...unchangedStatements(changes.restsOn),
      ...orderStatements(changes),
      ...listingStatements(changes),
      ...upserted('till_record', ['till', 'record_id'], changes.records.map(recordRow)),
      ...levelStatements(changes),
      ...promiseStatements(changes),
      ...adjustmentStatements(changes),
      ...storeLevelStatements(changes),
      ...holdStatements(changes),
      ...inserted('decision', changes.decisions.map(decisionRow)),
      ...inserted('link_change', changes.linkChanges.map(linkChangeRow)),
      ...reservationStatements(changes),
    );
  }

  protected itemStatements(changes: Changes): readonly Statement[] {
    return itemStatements(changes);
  }

  async due(tx: Tx, { now, edition, except }: DueAt, limits: DueLimits): Promise<readonly string[]> {
    const rows: { id: string }[] = await managerOf(tx).query(
      `(SELECT id FROM item WHERE revisit_at <= $1 AND id <> ALL($5::uuid[]) ORDER BY revisit_at LIMIT $3)
       UNION ALL (SELECT id FROM item WHERE edition < $2 AND id <> ALL($5::uuid[]) ORDER BY edition LIMIT $4)`,
      [now, edition, limits.timed, limits.outdated, [...except]],
    );
    return [...new Set(rows.map((row) => row.id))];
  }

  async decisionsOn(tx: Tx, { channel, order }: OrderKey): Promise<readonly Decision[]> {
    const rows: StoredDecision[] = await managerOf(tx).query(
      'SELECT * FROM decision WHERE orders @> ARRAY[$1::text] ORDER BY at, id',
      [orderName(channel, order)],
    );
    return rows.map(decisionFrom);
  }

  async openListings(tx: Tx, till: string, after: ListingKey | null, limit: number): Promise<readonly Listing[]> {
    const rows: StoredListing[] = await managerOf(tx).query(
      `SELECT * FROM listing WHERE item_id IS NULL AND channel <> $1 AND NOT removed AND standing <> 'gone'
         AND (channel, external_id) > ($2, $3)
       ORDER BY channel, external_id LIMIT $4`,
      [till, after?.channel ?? '', after?.externalId ?? '', limit],
    );
    return rows.map(listingFrom);
  }

  async countedOf(tx: Tx, { channel, externalId }: ListingKey): Promise<readonly CountedAt[]> {
    return managerOf(tx).query(
      `SELECT place AS "storeLocation", sum(ordered)::int AS ordered, sum(restocked)::int AS restocked
       FROM store_order, jsonb_array_elements(lines) AS line,
         LATERAL (
           SELECT line->>'storeLocation' AS place, (line->>'ordered')::int AS ordered,
             greatest(0, (line->>'restocked')::int - (SELECT coalesce(sum((back->>'units')::int), 0)
               FROM jsonb_array_elements(COALESCE(line->'putBackAt', '[]')) AS back)) AS restocked
           UNION ALL
           SELECT back->>'storeLocation', 0, (back->>'units')::int
             FROM jsonb_array_elements(COALESCE(line->'putBackAt', '[]')) AS back WHERE line->>'storeLocation' IS NOT NULL
           UNION ALL
           SELECT moved->>'storeLocation', (moved->>'units')::int, (moved->>'units')::int
             FROM jsonb_array_elements(COALESCE(line->'movedFrom', '[]')) AS moved) AS counts
       WHERE channel = $1 AND lines @> jsonb_build_array(jsonb_build_object('externalId', $2::text))
         AND line->>'externalId' = $2 AND place IS NOT NULL
       GROUP BY place ORDER BY place`,
      [channel, externalId],
    );
  }

  async linkChanges(tx: Tx, limit: number): Promise<readonly LinkChange[]> {
    const rows: StoredLinkChange[] = await managerOf(tx).query(
      'SELECT * FROM link_change ORDER BY at DESC, id DESC LIMIT $1',
      [limit],
    );
    return rows.map(linkChangeFrom);
  }

  async askedAbout(tx: Tx, location: string, countId: string): Promise<readonly string[]> {
    const rows: { item_id: string }[] = await managerOf(tx).query(
      `SELECT item_id FROM level WHERE location = $1 AND jsonb_path_exists(counts,
         '$[*] ? (@.countId == $id && @.question != null && @.setAside == null)', jsonb_build_object('id', $2::text)) ORDER BY item_id`,
      [location, countId],
    );
    return rows.map((row) => row.item_id);
  }

  async forget(tx: Tx, before: Date, limit: number): Promise<number> {
    const [, count]: [unknown, number] = await managerOf(tx).query(
      `DELETE FROM reservation WHERE id IN
         (SELECT id FROM reservation WHERE state IN ('held', 'released') AND expires_at < $1
          ORDER BY expires_at LIMIT $2)`,
      [before, limit],
    );
    return count;
  }
}
