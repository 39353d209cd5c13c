import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rules that were one number for all cases are rules by case now. Cart holds are named by store, and were of no store. */
export class PolicyByCase1764200000001 implements MigrationInterface {
  readonly name = 'PolicyByCase1764200000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `UPDATE policy SET rules = rules || jsonb_build_object(
         'safetyStock', jsonb_build_object('units', rules->'safetyStock', 'rules', '[]'::jsonb),
         'cartHolds', '{}'::jsonb)
       WHERE jsonb_typeof(rules->'safetyStock') = 'number'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `UPDATE policy SET rules = rules || jsonb_build_object(
         'safetyStock', rules->'safetyStock'->'units',
         'cartHolds', jsonb_build_object('enabled', false, 'ttlMs', 900000, 'unitsPerCartMax', 5))`,
    );
  }
}
