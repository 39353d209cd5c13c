import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Holds are summed up per item and second, and whose they are is kept apart. What carts hold at the moment of the change is
 * let go: it would run out by itself within a day at most, and nobody was promised it.
 */
export class HoldInBuckets1764400000001 implements MigrationInterface {
  readonly name = 'HoldInBuckets1764400000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE stored_answer, reservation, hold_bucket');
    await runner.query(`UPDATE movement SET kind = 'cart' WHERE kind = 'hold'`);
    await runner.query('ALTER TABLE movement DROP COLUMN held');
    await runner.query('ALTER TABLE channel DROP COLUMN currency');
    await runner.query(
      `CREATE TABLE hold (
         channel text NOT NULL, cart text NOT NULL, item_id uuid NOT NULL, location text NOT NULL,
         units integer NOT NULL, expires_at timestamptz NOT NULL,
         CONSTRAINT hold_pk PRIMARY KEY (channel, cart, item_id))`,
    );
    await runner.query('CREATE INDEX hold_by_item ON hold (item_id)');
  }
}

const statements = [
  'DROP TABLE hold',
  `UPDATE movement SET kind = 'hold' WHERE kind = 'cart'`,
  'ALTER TABLE movement ADD COLUMN held integer NOT NULL DEFAULT 0',
  'ALTER TABLE movement ALTER COLUMN held DROP DEFAULT',
  'ALTER TABLE channel ADD COLUMN currency text',
  `CREATE TABLE hold_bucket (
     item_id uuid NOT NULL, channel text NOT NULL, location text NOT NULL, expires_at timestamptz NOT NULL,
     units integer NOT NULL, yielded integer NOT NULL,
     CONSTRAINT hold_bucket_pk PRIMARY KEY (item_id, channel, location, expires_at))`,
  `CREATE TABLE reservation (
     id uuid NOT NULL, channel text NOT NULL, version integer NOT NULL, cart text, as_of timestamptz NOT NULL,
     state text NOT NULL, lines jsonb NOT NULL, expires_at timestamptz NOT NULL, paid boolean NOT NULL, reference text,
     CONSTRAINT reservation_pk PRIMARY KEY (id))`,
  'CREATE UNIQUE INDEX reservation_by_cart ON reservation (channel, cart) WHERE cart IS NOT NULL',
  `CREATE INDEX reservation_by_age ON reservation (expires_at) WHERE state IN ('held', 'released')`,
  `CREATE TABLE stored_answer (
     key text COLLATE "C" NOT NULL, fingerprint text NOT NULL, outcome json NOT NULL, answered_at timestamptz NOT NULL,
     CONSTRAINT stored_answer_pk PRIMARY KEY (key))`,
  // They come in the order of their age: a summary of each range of pages is enough, and costs nothing to keep.
  'CREATE INDEX stored_answer_by_age ON stored_answer USING brin (answered_at)',
];
