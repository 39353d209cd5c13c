import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateLedger1763900000001 implements MigrationInterface {
  readonly name = 'CreateLedger1763900000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    const tables =
      'movement, till_record, store_order, store_level, hold, promise, level, listing, item, channel, place, policy';
    await runner.query(`DROP TABLE ${tables}`);
  }
}

const statements = [
  `CREATE TABLE item (
     id uuid NOT NULL, version integer NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT item_pk PRIMARY KEY (id))`,
  `CREATE TABLE level (
     item_id uuid NOT NULL, location text NOT NULL, base integer, recorded integer NOT NULL, concluded integer NOT NULL,
     claim integer NOT NULL, "row" jsonb, uncertain jsonb NOT NULL, doubtful boolean NOT NULL,
     gross integer NOT NULL, reserved integer NOT NULL,
     CONSTRAINT level_pk PRIMARY KEY (item_id, location))`,
  `CREATE TABLE promise (
     channel text NOT NULL, order_id text NOT NULL, line text NOT NULL, item_id uuid NOT NULL, location text NOT NULL,
     store_location text, paid boolean NOT NULL, placed_at timestamptz NOT NULL, ordered integer NOT NULL,
     owed integer NOT NULL, "current" integer NOT NULL, fulfilled integer NOT NULL, short integer NOT NULL,
     folded integer NOT NULL, posts jsonb NOT NULL, post_ids uuid[] NOT NULL, closed boolean NOT NULL,
     CONSTRAINT promise_pk PRIMARY KEY (channel, order_id, line))`,
  `CREATE INDEX promise_open_by_item ON promise (item_id) WHERE NOT closed`,
  `CREATE INDEX promise_by_post ON promise USING gin (post_ids) WHERE NOT closed`,
  `CREATE TABLE hold (
     channel text NOT NULL, cart text NOT NULL, item_id uuid NOT NULL, location text NOT NULL, units integer NOT NULL,
     expires_at timestamptz NOT NULL,
     CONSTRAINT hold_pk PRIMARY KEY (channel, cart, item_id))`,
  `CREATE INDEX hold_by_item ON hold (item_id)`,
  `CREATE TABLE store_level (
     item_id uuid NOT NULL, channel text NOT NULL, store_location text NOT NULL, claim integer NOT NULL,
     edits integer NOT NULL, orders_seen integer NOT NULL, orders_counted integer NOT NULL, seq integer NOT NULL,
     published jsonb,
     CONSTRAINT store_level_pk PRIMARY KEY (item_id, channel, store_location))`,
  `CREATE TABLE listing (
     channel text NOT NULL, external_id text NOT NULL, item_id uuid, sku text, barcode text, sku_label text,
     barcode_label text, title text NOT NULL, price text, tracked boolean NOT NULL, removed boolean NOT NULL,
     observed_at timestamptz NOT NULL, linked_by text,
     CONSTRAINT listing_pk PRIMARY KEY (channel, external_id))`,
  `CREATE UNIQUE INDEX listing_one_per_item ON listing (channel, item_id) WHERE item_id IS NOT NULL`,
  `CREATE INDEX listing_by_item ON listing (item_id)`,
  `CREATE INDEX listing_by_sku ON listing (sku_label)`,
  `CREATE INDEX listing_by_barcode ON listing (barcode_label)`,
  `CREATE TABLE store_order (
     channel text NOT NULL, order_id text NOT NULL, version integer NOT NULL, name text NOT NULL,
     placed_at timestamptz NOT NULL, updated_at timestamptz NOT NULL, cancelled_at timestamptz, paid boolean NOT NULL,
     currency text NOT NULL, cart text, lines jsonb NOT NULL, waiting text[] NOT NULL, posts_granted integer NOT NULL,
     decision integer NOT NULL, resolution text,
     CONSTRAINT store_order_pk PRIMARY KEY (channel, order_id))`,
  `CREATE INDEX store_order_waiting ON store_order USING gin (waiting) WHERE waiting <> '{}'`,
  `CREATE TABLE till_record (
     till text NOT NULL, record_id text NOT NULL, item_id uuid NOT NULL, location text NOT NULL,
     effect integer NOT NULL, version bigint,
     CONSTRAINT till_record_pk PRIMARY KEY (till, record_id))`,
  `CREATE TABLE movement (
     at timestamptz NOT NULL, id uuid NOT NULL, item_id uuid NOT NULL, item_version integer NOT NULL,
     location text NOT NULL, kind text NOT NULL, gross integer NOT NULL, reserved integer NOT NULL,
     claim integer NOT NULL, cause_id text NOT NULL,
     CONSTRAINT movement_pk PRIMARY KEY (at, id))`,
  `CREATE INDEX movement_by_item ON movement (item_id, at)`,
  `CREATE TABLE channel (
     id text NOT NULL, kind text NOT NULL, rank integer NOT NULL,
     CONSTRAINT channel_pk PRIMARY KEY (id))`,
  `CREATE TABLE place (
     channel text NOT NULL, store_location text NOT NULL, serves text[] NOT NULL,
     CONSTRAINT place_pk PRIMARY KEY (channel, store_location))`,
  `CREATE TABLE policy (
     version integer NOT NULL, rules jsonb NOT NULL, imported_at timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT policy_pk PRIMARY KEY (version))`,
];
