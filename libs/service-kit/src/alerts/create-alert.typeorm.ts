import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateAlert1764300000001 implements MigrationInterface {
  readonly name = 'CreateAlert1764300000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE alert (
        id uuid NOT NULL, key text NOT NULL, text jsonb NOT NULL, fields jsonb NOT NULL, created_at timestamptz NOT NULL,
        state text NOT NULL, due_at timestamptz NOT NULL, attempts integer NOT NULL DEFAULT 0,
        first_tried_at timestamptz, give_up_at timestamptz, delivered text[] NOT NULL DEFAULT '{}',
        round integer NOT NULL DEFAULT 0, reason text, sent_at timestamptz,
        CONSTRAINT alert_pk PRIMARY KEY (id),
        CONSTRAINT alert_key UNIQUE (key),
        CONSTRAINT alert_state CHECK (state IN ('waiting', 'sent', 'failed', 'kept')))`);
    await runner.query(`CREATE INDEX alert_due ON alert (due_at) WHERE state = 'waiting'`);
    await runner.query('CREATE INDEX alert_by_state ON alert (state, id)');
    await runner.query('CREATE INDEX alert_created_at ON alert (created_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE alert');
  }
}

/** For the migrations of a service that alerts people. */
export const alertMigrations = [CreateAlert1764300000001];
