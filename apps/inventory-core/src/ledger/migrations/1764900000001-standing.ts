import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is removed counts as gone, as before, until its gateway says that its store keeps it. The default is for the process
 * before, which may still list something while this runs.
 */
export class Standing1764900000001 implements MigrationInterface {
  readonly name = 'Standing1764900000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE listing ADD COLUMN standing text NOT NULL DEFAULT 'sells'`);
    await runner.query(`UPDATE listing SET standing = 'gone' WHERE removed`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE listing DROP COLUMN standing');
  }
}
