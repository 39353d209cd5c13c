import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Counted from now on: what waits may be given up the sooner for what was not answered until now. */
export class AddUnanswered1765300001109 implements MigrationInterface {
  readonly name = 'AddUnanswered1765300001109';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE store_task ADD COLUMN unanswered integer NOT NULL DEFAULT 0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE store_task DROP COLUMN unanswered');
  }
}
