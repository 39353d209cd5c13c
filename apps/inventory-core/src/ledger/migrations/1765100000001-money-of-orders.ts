import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What orders came to before is not known: what is left to record of them goes by their unit prices, as it did. */
export class MoneyOfOrders1765100000001 implements MigrationInterface {
  readonly name = 'MoneyOfOrders1765100000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE store_order
      ADD COLUMN money jsonb, ADD COLUMN booked jsonb NOT NULL DEFAULT '[]', ADD COLUMN zero_value boolean NOT NULL DEFAULT false`);
    await runner.query(`ALTER TABLE channel
      ADD COLUMN zero_value boolean NOT NULL DEFAULT false, ADD COLUMN takes_charges boolean NOT NULL DEFAULT false`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE channel DROP COLUMN zero_value, DROP COLUMN takes_charges');
    await runner.query('ALTER TABLE store_order DROP COLUMN money, DROP COLUMN booked, DROP COLUMN zero_value');
  }
}
