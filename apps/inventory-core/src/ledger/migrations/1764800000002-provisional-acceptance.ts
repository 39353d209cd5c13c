import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Until when an acceptance may be decided again, with rivals that come in time; null for what was accepted for good. */
export class ProvisionalAcceptance1764800000002 implements MigrationInterface {
  readonly name = 'ProvisionalAcceptance1764800000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE promise ADD COLUMN provisional_until timestamptz, ADD COLUMN accepted_before integer',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE promise DROP COLUMN accepted_before, DROP COLUMN provisional_until');
  }
}
