import type { MigrationInterface, QueryRunner } from 'typeorm';

// Names are unqualified: the connection's search_path says which service's schema they land in.

export class CreateInbox1763895600001 implements MigrationInterface {
  readonly name = 'CreateInbox1763895600001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE inbox (
        consumer text NOT NULL,
        message_id text NOT NULL,
        received_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT inbox_pk PRIMARY KEY (consumer, message_id),
        CONSTRAINT inbox_message_id_length CHECK (char_length(message_id) BETWEEN 1 AND 255)
      )`);
    await runner.query('CREATE INDEX inbox_received_at ON inbox (received_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE inbox');
  }
}

export class CreateOutbox1763895600002 implements MigrationInterface {
  readonly name = 'CreateOutbox1763895600002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE outbox (
        id uuid NOT NULL,
        routing_key text NOT NULL,
        envelope jsonb NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT outbox_pk PRIMARY KEY (id),
        CONSTRAINT outbox_routing_key_not_empty CHECK (routing_key <> '')
      )`);
    // Every row is deleted within moments, so the default threshold (a fifth of a tiny table) cleans far too late.
    await runner.query(
      'ALTER TABLE outbox SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE outbox');
  }
}

export class CreateCredential1763895600003 implements MigrationInterface {
  readonly name = 'CreateCredential1763895600003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE credential (
        name text NOT NULL,
        sealed bytea NOT NULL,
        updated_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT credential_pk PRIMARY KEY (name),
        CONSTRAINT credential_name_not_empty CHECK (name <> '')
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE credential');
  }
}

/** Nobody asks for what is inside a fact that waits; taking it apart for that was half of what writing it cost. */
export class OutboxAsText1764400000001 implements MigrationInterface {
  readonly name = 'OutboxAsText1764400000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE outbox ALTER COLUMN envelope TYPE json');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE outbox ALTER COLUMN envelope TYPE jsonb');
  }
}

/** Run before a service's own; a service's own carry later timestamps in their names (TypeORM sorts by them). */
export const platformMigrations = [
  CreateInbox1763895600001,
  CreateOutbox1763895600002,
  CreateCredential1763895600003,
  OutboxAsText1764400000001,
];
