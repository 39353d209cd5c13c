import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What came of what a contest asked for: who was short, and who was served from elsewhere. null for those kept before. */
export class WhatCameOfContests1764700000001 implements MigrationInterface {
  readonly name = 'WhatCameOfContests1764700000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE decision ADD COLUMN outcomes jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE decision DROP COLUMN outcomes');
  }
}
