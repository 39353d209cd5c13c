import type { MigrationInterface, QueryRunner } from 'typeorm';

export class RevisitItems1764000000001 implements MigrationInterface {
  readonly name = 'RevisitItems1764000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE item ADD COLUMN revisit_at timestamptz');
    await runner.query('CREATE INDEX item_by_revisit ON item (revisit_at) WHERE revisit_at IS NOT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE item DROP COLUMN revisit_at');
  }
}
