import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A promise may be served from several locations, wait for rivals, and be moved to another location of its store. */
export class Arbitration1764200000002 implements MigrationInterface {
  readonly name = 'Arbitration1764200000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE promise ADD COLUMN elsewhere jsonb NOT NULL DEFAULT '[]', ADD COLUMN accepted integer,
         ADD COLUMN decide_at timestamptz, ADD COLUMN moving_to text,
         ADD COLUMN move_refused boolean NOT NULL DEFAULT false`,
    );
    await runner.query('UPDATE promise SET accepted = owed');
    await runner.query('ALTER TABLE promise ALTER COLUMN accepted SET NOT NULL');
    await runner.query('CREATE INDEX promise_undecided_by_item ON promise (item_id) WHERE decide_at IS NOT NULL');
    await runner.query(
      `CREATE TABLE decision (
         at timestamptz NOT NULL, id uuid NOT NULL, item_id uuid NOT NULL, item_version integer NOT NULL,
         policy_version integer NOT NULL, cause_id text NOT NULL, orders text[] NOT NULL, contest jsonb NOT NULL,
         losses jsonb NOT NULL, PRIMARY KEY (at, id))`,
    );
    await runner.query('CREATE INDEX decision_by_order ON decision USING gin (orders)');
    await runner.query('CREATE INDEX decision_by_item ON decision (item_id, at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE decision');
    await runner.query(
      `ALTER TABLE promise DROP COLUMN move_refused, DROP COLUMN moving_to, DROP COLUMN decide_at,
         DROP COLUMN accepted, DROP COLUMN elsewhere`,
    );
  }
}
