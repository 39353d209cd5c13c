import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What an order was counted for follows from its last state. Where lines were that had been moved before is in no state, and
 * in the sums of their levels already: those lines are counted on from where they are.
 */
export class DropOrderCounts1764800001106 implements MigrationInterface {
  readonly name = 'DropOrderCounts1764800001106';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE seen_order_count DROP COLUMN ordered, DROP COLUMN restocked');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE seen_order_count
        ADD COLUMN ordered integer NOT NULL DEFAULT 0 CHECK (ordered >= 0),
        ADD COLUMN restocked integer NOT NULL DEFAULT 0 CHECK (restocked >= 0)`);
    await runner.query(`
      UPDATE seen_order_count AS kept SET ordered = counted.ordered, restocked = counted.restocked
      FROM (
        SELECT channel, order_id, line->>'externalId' AS external_id, at.store_location,
               sum(at.ordered) AS ordered, sum(at.restocked) AS restocked
        FROM seen_order, jsonb_array_elements(fact->'lines') AS line, LATERAL (
          SELECT line->>'storeLocation', (line->>'ordered')::integer, (line->>'restocked')::integer
          UNION ALL
          SELECT place->>'storeLocation', (place->>'units')::integer, (place->>'units')::integer
          FROM jsonb_array_elements(coalesce(line->'movedFrom', '[]')) AS place
        ) AS at(store_location, ordered, restocked)
        GROUP BY channel, order_id, external_id, at.store_location
      ) AS counted
      WHERE kept.channel = counted.channel AND kept.order_id = counted.order_id
        AND kept.external_id = counted.external_id AND kept.store_location = counted.store_location`);
    await runner.query(
      'ALTER TABLE seen_order_count ALTER COLUMN ordered DROP DEFAULT, ALTER COLUMN restocked DROP DEFAULT',
    );
  }
}
