import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Scarce units are dealt out. What stores put back before is what was counted as ordered at a place and is not taken there by
 * the orders as they stand, be it given back or moved away; what they may show is unknown until they acknowledge the next
 * publication.
 */
export class Escrow1764300000001 implements MigrationInterface {
  readonly name = 'Escrow1764300000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE level ADD COLUMN dealt jsonb, ADD COLUMN till_demand jsonb');
    await runner.query('ALTER TABLE promise ADD COLUMN restocked integer NOT NULL DEFAULT 0');
    await runner.query(
      `UPDATE promise SET restocked = (sold.line->>'restocked')::integer
       FROM store_order, jsonb_array_elements(store_order.lines) AS sold(line)
       WHERE store_order.channel = promise.channel AND store_order.order_id = promise.order_id
         AND sold.line->>'line' = promise.line`,
    );
    await runner.query('ALTER TABLE promise ALTER COLUMN restocked DROP DEFAULT');
    await runner.query(
      `ALTER TABLE store_level ADD COLUMN restocks_counted integer NOT NULL DEFAULT 0, ADD COLUMN settled jsonb,
         ADD COLUMN granted jsonb NOT NULL DEFAULT '[]', ADD COLUMN dealt_since integer, ADD COLUMN demand jsonb,
         ADD COLUMN latency_ms double precision`,
    );
    await runner.query(
      `UPDATE store_level SET restocks_counted = orders_counted - coalesce((
         SELECT sum(ordered - restocked) FROM promise
         WHERE promise.item_id = store_level.item_id AND promise.channel = store_level.channel
           AND promise.store_location = store_level.store_location), 0)`,
    );
    await runner.query(
      'ALTER TABLE store_level ALTER COLUMN restocks_counted DROP DEFAULT, ALTER COLUMN granted DROP DEFAULT',
    );
    await runner.query(
      `UPDATE store_level SET published = published || '{"dealt": false}' WHERE published IS NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`UPDATE store_level SET published = published - 'dealt' WHERE published IS NOT NULL`);
    await runner.query(
      `ALTER TABLE store_level DROP COLUMN latency_ms, DROP COLUMN demand, DROP COLUMN dealt_since,
         DROP COLUMN granted, DROP COLUMN settled, DROP COLUMN restocks_counted`,
    );
    await runner.query('ALTER TABLE promise DROP COLUMN restocked');
    await runner.query('ALTER TABLE level DROP COLUMN till_demand, DROP COLUMN dealt');
  }
}
