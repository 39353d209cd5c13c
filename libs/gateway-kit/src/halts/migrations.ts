import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Both kinds of gateway keep it, each in its own schema. */
export class CreateChannelHalt1765100001001 implements MigrationInterface {
  readonly name = 'CreateChannelHalt1765100001001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE channel_halt (
        channel text NOT NULL,
        halts jsonb NOT NULL,
        seq integer NOT NULL,
        CONSTRAINT channel_halt_pk PRIMARY KEY (channel)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE channel_halt');
  }
}
