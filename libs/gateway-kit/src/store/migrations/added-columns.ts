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

/** So that a flood of raises keeps no lowering waiting; what waits already is told apart at its next change. */
export class AddWantsLowering1764100001103 implements MigrationInterface {
  readonly name = 'AddWantsLowering1764100001103';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE store_level ADD COLUMN wants_lowering boolean NOT NULL DEFAULT false');
    await runner.query('DROP INDEX store_level_wanting_push');
    await runner.query(
      `CREATE INDEX store_level_wanting_push ON store_level (channel, wants_lowering DESC, wanted_since) WHERE wants_push`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX store_level_wanting_push');
    await runner.query(`CREATE INDEX store_level_wanting_push ON store_level (channel, wanted_since) WHERE wants_push`);
    await runner.query('ALTER TABLE store_level DROP COLUMN wants_lowering');
  }
}
