import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Units may be put back elsewhere than they left from. */
export class ReturnsElsewhere1765200000002 implements MigrationInterface {
  readonly name = 'ReturnsElsewhere1765200000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE promise ADD COLUMN put_back_at jsonb NOT NULL DEFAULT '[]', ADD COLUMN returned jsonb NOT NULL DEFAULT '[]'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE promise DROP COLUMN returned, DROP COLUMN put_back_at');
  }
}
