import type { MigrationInterface, QueryRunner } from 'typeorm';

export class EditsAndAdjustments1765200000003 implements MigrationInterface {
  readonly name = 'EditsAndAdjustments1765200000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE store_level ADD COLUMN story jsonb');
    await runner.query(`
      CREATE INDEX store_level_edited ON store_level (channel, item_id)
        WHERE claim > 0 OR edits <> 0 OR (story->>'toGiveBack')::integer > 0`);
    await runner.query(`
      CREATE TABLE adjustment (
        id uuid PRIMARY KEY,
        item_id uuid NOT NULL,
        channel text NOT NULL,
        store_location text NOT NULL,
        location text NOT NULL,
        units integer NOT NULL,
        post jsonb NOT NULL,
        post_id uuid,
        granted integer NOT NULL
      )`);
    await runner.query('CREATE INDEX adjustment_by_item ON adjustment (item_id)');
    await runner.query('CREATE INDEX adjustment_by_post ON adjustment (post_id) WHERE post_id IS NOT NULL');
    await runner.query(`
      CREATE TABLE edit_step (
        at timestamptz NOT NULL,
        id uuid NOT NULL,
        item_id uuid NOT NULL,
        channel text NOT NULL,
        store_location text NOT NULL,
        what text NOT NULL,
        units integer NOT NULL,
        cause_id text NOT NULL,
        PRIMARY KEY (at, id)
      )`);
    await runner.query('CREATE INDEX edit_step_by_item ON edit_step (item_id, at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE edit_step');
    await runner.query('DROP TABLE adjustment');
    await runner.query('DROP INDEX store_level_edited');
    await runner.query('ALTER TABLE store_level DROP COLUMN story');
  }
}
