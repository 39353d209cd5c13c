import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateRawDelivery1763895601001 implements MigrationInterface {
  readonly name = 'CreateRawDelivery1763895601001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE raw_delivery (
        channel text NOT NULL,
        delivery_id text NOT NULL,
        topic text NOT NULL,
        headers jsonb NOT NULL,
        body bytea,
        state text NOT NULL DEFAULT 'waiting',
        attempts integer NOT NULL DEFAULT 0,
        not_before timestamptz NOT NULL DEFAULT '-infinity',
        reason text,
        received_at timestamptz NOT NULL,
        arrival bigint GENERATED ALWAYS AS IDENTITY,
        CONSTRAINT raw_delivery_pk PRIMARY KEY (channel, delivery_id),
        CONSTRAINT raw_delivery_state CHECK (state IN ('waiting', 'translated', 'parked')),
        CONSTRAINT raw_delivery_translated_has_no_body CHECK (state <> 'translated' OR body IS NULL),
        CONSTRAINT raw_delivery_waiting_has_body CHECK (state <> 'waiting' OR body IS NOT NULL)
      )`);
    await runner.query(`CREATE INDEX raw_delivery_open ON raw_delivery (state, arrival) WHERE state <> 'translated'`);
    await runner.query(`CREATE INDEX raw_delivery_received_at ON raw_delivery (received_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE raw_delivery');
  }
}

export const intakeMigrations = [CreateRawDelivery1763895601001];
