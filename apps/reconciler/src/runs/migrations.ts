import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateRuns1763900000001 implements MigrationInterface {
  readonly name = 'CreateRuns1763900000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE run (
        id uuid NOT NULL,
        channel text,
        state text NOT NULL,
        started_at timestamptz NOT NULL,
        finished_at timestamptz,
        compared integer NOT NULL,
        agreeing integer NOT NULL,
        lagging integer NOT NULL,
        drifting integer NOT NULL,
        unlinked integer NOT NULL,
        error text,
        CONSTRAINT run_pk PRIMARY KEY (id),
        CONSTRAINT run_state_known CHECK (state IN ('running', 'finished', 'failed'))
      )`);
    await runner.query(`CREATE INDEX run_open ON run (state) WHERE state = 'running'`);
    await runner.query(`
      CREATE TABLE finding (
        run_id uuid NOT NULL,
        channel text NOT NULL,
        external_id text NOT NULL,
        place text NOT NULL,
        item_id uuid,
        expected integer NOT NULL,
        observed integer NOT NULL,
        reason text NOT NULL,
        CONSTRAINT finding_pk PRIMARY KEY (run_id, channel, external_id, place)
      )`);
    await runner.query(`
      CREATE TABLE channel (
        id text NOT NULL,
        kind text NOT NULL,
        CONSTRAINT channel_pk PRIMARY KEY (id),
        CONSTRAINT channel_kind_known CHECK (kind IN ('till', 'store'))
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE channel');
    await runner.query('DROP TABLE finding');
    await runner.query('DROP TABLE run');
  }
}
