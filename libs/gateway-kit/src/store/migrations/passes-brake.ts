import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What waits behind a brake from before waits for its next change, or for the person who releases the brake. */
export class AddPassesBrake1765300001110 implements MigrationInterface {
  readonly name = 'AddPassesBrake1765300001110';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE store_level
        ADD COLUMN passes_brake boolean NOT NULL DEFAULT false,
        ADD COLUMN passes_brake_unmarked boolean NOT NULL DEFAULT false`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE store_level DROP COLUMN passes_brake, DROP COLUMN passes_brake_unmarked');
  }
}
