import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Not every number that a store has not acknowledged keeps units from the others. Which do is noted when an item is decided,
 * so each that is dealt out is decided anew; until then what was unanswered counts, as it did.
 */
export class KeptUnits1765000000001 implements MigrationInterface {
  readonly name = 'KeptUnits1765000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE store_level RENAME COLUMN unanswered_since TO keeps_since');
    await runner.query(
      'UPDATE store_level SET keeps_since = NULL WHERE dealt_since IS NULL AND keeps_since IS NOT NULL',
    );
    await runner.query(
      'UPDATE item SET revisit_at = now() WHERE id IN (SELECT item_id FROM store_level WHERE dealt_since IS NOT NULL)',
    );
    await runner.query(
      'ALTER TABLE silent_store ADD COLUMN answered_at timestamptz, ADD COLUMN kept_before timestamptz NOT NULL DEFAULT now()',
    );
    await runner.query('ALTER TABLE silent_store ALTER COLUMN kept_before DROP DEFAULT');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE silent_store DROP COLUMN kept_before, DROP COLUMN answered_at');
    await runner.query('ALTER TABLE store_level RENAME COLUMN keeps_since TO unanswered_since');
  }
}
