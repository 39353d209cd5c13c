import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * People hear of a store that does not acknowledge. What is unanswered already has been since the oldest of it. No index: it
 * would cost every publication and every acknowledgement more than reading the table once a minute does.
 */
export class SilentStores1764850000001 implements MigrationInterface {
  readonly name = 'SilentStores1764850000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE store_level ADD COLUMN unanswered_since timestamptz');
    await runner.query(
      `UPDATE store_level SET unanswered_since = to_timestamp((granted->0->>'at')::double precision / 1000)
       WHERE jsonb_array_length(granted) > 0`,
    );
    await runner.query(`
      CREATE TABLE silent_store (
        channel text NOT NULL, since timestamptz NOT NULL, items integer NOT NULL, oldest_item_id uuid NOT NULL, sku text,
        mute boolean NOT NULL, alert_key text NOT NULL,
        CONSTRAINT silent_store_pk PRIMARY KEY (channel))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE silent_store');
    await runner.query('ALTER TABLE store_level DROP COLUMN unanswered_since');
  }
}
