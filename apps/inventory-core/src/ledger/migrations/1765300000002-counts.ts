import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is known of counts of the shelf, level by level. */
export class Counts1765300000002 implements MigrationInterface {
  readonly name = 'Counts1765300000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE level ADD COLUMN counts jsonb NOT NULL DEFAULT '[]', ADD COLUMN counted_at timestamptz`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE level DROP COLUMN counted_at, DROP COLUMN counts');
  }
}
