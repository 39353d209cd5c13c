import type { MigrationInterface, QueryRunner } from 'typeorm';
import { CreateChannelHalt1765100001001 } from '../../halts/migrations';

// Keys begin with the till, so that a table can be partitioned by account, or are ids of our own that sort by time.

export class CreateTillReading1763895700001 implements MigrationInterface {
  readonly name = 'CreateTillReading1763895700001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE till_account (
        till text NOT NULL,
        series text NOT NULL,
        settings jsonb NOT NULL,
        CONSTRAINT till_account_pk PRIMARY KEY (till)
      )`);
    await runner.query(`
      CREATE TABLE till_cursor (
        till text NOT NULL,
        feed text NOT NULL,
        position text NOT NULL,
        CONSTRAINT till_cursor_pk PRIMARY KEY (till, feed)
      )`);
    await runner.query(`
      CREATE TABLE till_record (
        till text NOT NULL,
        record_id text NOT NULL,
        sale_id text NOT NULL,
        external_id text NOT NULL,
        location text NOT NULL,
        kind text NOT NULL,
        effect integer NOT NULL,
        version text,
        at text NOT NULL,
        seen_at timestamptz NOT NULL,
        CONSTRAINT till_record_pk PRIMARY KEY (till, record_id)
      )`);
    await runner.query('CREATE INDEX till_record_sale ON till_record (till, sale_id)');
    await runner.query('CREATE INDEX till_record_place ON till_record (till, external_id, location, seen_at)');
    await runner.query('CREATE INDEX till_record_seen ON till_record (seen_at)');
    await runner.query(`
      CREATE TABLE till_row (
        till text NOT NULL,
        external_id text NOT NULL,
        location text NOT NULL,
        level integer NOT NULL,
        version text,
        stamp_ms bigint,
        complete boolean NOT NULL,
        seen_at timestamptz NOT NULL,
        CONSTRAINT till_row_pk PRIMARY KEY (till, external_id, location)
      )`);
    await runner.query(`
      CREATE TABLE till_item (
        till text NOT NULL,
        external_id text NOT NULL,
        CONSTRAINT till_item_pk PRIMARY KEY (till, external_id)
      )`);
    await runner.query(`
      CREATE TABLE till_due_read (
        id uuid NOT NULL,
        till text NOT NULL,
        external_id text NOT NULL,
        location text,
        reason text NOT NULL,
        above text,
        due_at timestamptz NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        CONSTRAINT till_due_read_pk PRIMARY KEY (id)
      )`);
    await runner.query('CREATE INDEX till_due_read_due ON till_due_read (till, due_at)');
    await runner.query(`
      CREATE TABLE till_parked (
        till text NOT NULL,
        id text NOT NULL,
        reason text NOT NULL,
        sealed bytea NOT NULL,
        parked_at timestamptz NOT NULL,
        CONSTRAINT till_parked_pk PRIMARY KEY (till, id)
      )`);
    await runner.query('CREATE INDEX till_parked_at ON till_parked (parked_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP TABLE till_parked, till_due_read, till_item, till_row, till_record, till_cursor, till_account',
    );
  }
}

export class CreateTillPost1763895700002 implements MigrationInterface {
  readonly name = 'CreateTillPost1763895700002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE till_post (
        post_id uuid NOT NULL,
        till text NOT NULL,
        seq bigint GENERATED ALWAYS AS IDENTITY,
        reverses uuid,
        granted jsonb NOT NULL,
        cause jsonb NOT NULL,
        state text NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        first_sent_at timestamptz,
        next_attempt_at timestamptz NOT NULL,
        answered_at timestamptz,
        outcome text,
        reason text,
        CONSTRAINT till_post_pk PRIMARY KEY (post_id),
        CONSTRAINT till_post_state_known CHECK (state IN ('granted', 'sending', 'answered'))
      )`);
    await runner.query(`CREATE INDEX till_post_open ON till_post (till, seq) WHERE state <> 'answered'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE till_post');
  }
}

export class KeepTillRefusals1763895700003 implements MigrationInterface {
  readonly name = 'KeepTillRefusals1763895700003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE till_post ADD refused_at timestamptz');
    await runner.query(`CREATE INDEX till_post_refused ON till_post (till, answered_at) WHERE outcome = 'refused'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX till_post_refused');
    await runner.query('ALTER TABLE till_post DROP refused_at');
  }
}

export class KeepSaleTotals1763895700004 implements MigrationInterface {
  readonly name = 'KeepSaleTotals1763895700004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE till_post ADD sale_total text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE till_post DROP sale_total');
  }
}

/** What is kept of adjustments, of which the till takes no id of ours. */
export class FindAdjustments1765200000004 implements MigrationInterface {
  readonly name = 'FindAdjustments1765200000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE till_post ADD search_from text, ADD last_sent_at timestamptz, ADD till_id text');
    await runner.query('CREATE UNIQUE INDEX till_post_till_id ON till_post (till, till_id) WHERE till_id IS NOT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX till_post_till_id');
    await runner.query('ALTER TABLE till_post DROP till_id, DROP last_sent_at, DROP search_from');
  }
}

export class KeepRecordReasons1765300000005 implements MigrationInterface {
  readonly name = 'KeepRecordReasons1765300000005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE till_record ADD reason text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE till_record DROP reason');
  }
}

/** Sorted after those of the platform by their timestamps. */
export const tillMigrations = [
  CreateTillReading1763895700001,
  CreateTillPost1763895700002,
  KeepTillRefusals1763895700003,
  KeepSaleTotals1763895700004,
  FindAdjustments1765200000004,
  CreateChannelHalt1765100001001,
  KeepRecordReasons1765300000005,
];
