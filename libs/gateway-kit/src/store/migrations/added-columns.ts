import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Nothing is taken for granted of stores that are connected already: connecting them again finds it out. */
export class AddSoleLocation1764100001101 implements MigrationInterface {
  readonly name = 'AddSoleLocation1764100001101';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE store_channel ADD COLUMN sole_location text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE store_channel DROP COLUMN sole_location');
  }
}

export class AddStockedAt1764100001102 implements MigrationInterface {
  readonly name = 'AddStockedAt1764100001102';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE store_level ADD COLUMN stocked_at timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE store_level DROP COLUMN stocked_at');
  }
}
