import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was observed before counts as the first of its moment. */
export class ListingSeq1764900000002 implements MigrationInterface {
  readonly name = 'ListingSeq1764900000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE listing ADD COLUMN seq bigint NOT NULL DEFAULT 0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE listing DROP COLUMN seq');
  }
}
