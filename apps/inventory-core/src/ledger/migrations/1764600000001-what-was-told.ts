import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What explains an order later: what its store was asked to do, and which contests were decided again without whom. */
export class WhatWasTold1764600000001 implements MigrationInterface {
  readonly name = 'WhatWasTold1764600000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE store_order ADD COLUMN told text');
    await runner.query('ALTER TABLE decision ADD COLUMN refused jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE decision DROP COLUMN refused');
    await runner.query('ALTER TABLE store_order DROP COLUMN told');
  }
}
