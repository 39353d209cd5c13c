import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A changed policy or layout takes effect on every item, not only on those that something happens to. */
export class ShopEdition1764500000001 implements MigrationInterface {
  readonly name = 'ShopEdition1764500000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE shop_edition (id integer NOT NULL, edition integer NOT NULL, content jsonb NOT NULL,
         CONSTRAINT shop_edition_pk PRIMARY KEY (id))`,
    );
    await runner.query('ALTER TABLE item ADD COLUMN edition integer NOT NULL DEFAULT 0');
    await runner.query('CREATE INDEX item_by_edition ON item (edition)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE item DROP COLUMN edition');
    await runner.query('DROP TABLE shop_edition');
  }
}
