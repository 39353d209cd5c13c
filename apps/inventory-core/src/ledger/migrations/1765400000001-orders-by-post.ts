import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A post that is voided at the till names its order, whatever has become of the promise it was made for. */
export class OrdersByPost1765400000001 implements MigrationInterface {
  readonly name = 'OrdersByPost1765400000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX store_order_by_booked ON store_order USING gin (jsonb_path_query_array(booked, '$[*].postId'))
         WHERE booked <> '[]'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX store_order_by_booked');
  }
}
