import type { MigrationInterface, QueryRunner } from 'typeorm';

export class HaltedChannels1765300000001 implements MigrationInterface {
  readonly name = 'HaltedChannels1765300000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE halted_channel (
        channel text NOT NULL, halts jsonb NOT NULL, seq integer NOT NULL, resumed_at timestamptz,
        CONSTRAINT halted_channel_pk PRIMARY KEY (channel))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE halted_channel');
  }
}
