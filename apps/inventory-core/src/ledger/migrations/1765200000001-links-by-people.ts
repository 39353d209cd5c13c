import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People link listings to items and take links away; what they decided is kept, and stands against what labels propose. */
export class LinksByPeople1765200000001 implements MigrationInterface {
  readonly name = 'LinksByPeople1765200000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE listing ADD COLUMN link_seq integer NOT NULL DEFAULT 0');
    await runner.query(
      `CREATE TABLE link_change (
         at timestamptz NOT NULL, id uuid NOT NULL, channel text NOT NULL, external_id text NOT NULL,
         from_item uuid, to_item uuid, "by" text NOT NULL, PRIMARY KEY (at, id))`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE link_change');
    await runner.query('ALTER TABLE listing DROP COLUMN link_seq');
  }
}
