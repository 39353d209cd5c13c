import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Contests were over one location each, where everybody gave up what they gave up. */
export class ContestsOverSeveralLocations1764800000003 implements MigrationInterface {
  readonly name = 'ContestsOverSeveralLocations1764800000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `UPDATE decision SET contest = contest || jsonb_build_object('within', jsonb_build_array(contest -> 'location'))`,
    );
    await this.changeOutcomes(runner, `outcome || jsonb_build_object('location', contest -> 'location')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await this.changeOutcomes(runner, `outcome - 'location'`);
    await runner.query(`UPDATE decision SET contest = contest - 'within'`);
  }

  private async changeOutcomes(runner: QueryRunner, changed: string): Promise<void> {
    await runner.query(
      `UPDATE decision SET outcomes = (
         SELECT jsonb_agg(${changed} ORDER BY place) FROM jsonb_array_elements(outcomes) WITH ORDINALITY AS kept (outcome, place))
         WHERE jsonb_array_length(outcomes) > 0`,
    );
  }
}
