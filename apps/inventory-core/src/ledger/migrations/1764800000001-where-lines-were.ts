import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lines that were moved before are counted on from where they are: what they were counted for elsewhere is counted. */
export class WhereLinesWere1764800000001 implements MigrationInterface {
  readonly name = 'WhereLinesWere1764800000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE promise ADD COLUMN moved_from jsonb NOT NULL DEFAULT '[]'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE promise DROP COLUMN moved_from');
  }
}
