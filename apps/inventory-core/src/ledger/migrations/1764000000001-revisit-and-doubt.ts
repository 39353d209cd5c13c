import type { MigrationInterface, QueryRunner } from 'typeorm';

export class RevisitAndDoubt1764000000001 implements MigrationInterface {
  readonly name = 'RevisitAndDoubt1764000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE item ADD COLUMN revisit_at timestamptz');
    await runner.query('CREATE INDEX item_by_revisit ON item (revisit_at) WHERE revisit_at IS NOT NULL');
    // A level in doubt is read again, so that nothing is lost with the flag.
    await runner.query(
      'ALTER TABLE level DROP COLUMN doubtful, ADD COLUMN doubt jsonb, ADD COLUMN opened_at timestamptz',
    );
    await runner.query(`UPDATE level SET opened_at = now() WHERE base IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE level DROP COLUMN opened_at, DROP COLUMN doubt');
    await runner.query('ALTER TABLE level ADD COLUMN doubtful boolean NOT NULL DEFAULT false');
    await runner.query('ALTER TABLE item DROP COLUMN revisit_at');
  }
}
