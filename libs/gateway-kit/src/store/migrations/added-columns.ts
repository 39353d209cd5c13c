import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddWhatWasLookedOver1765100001102 implements MigrationInterface {
  readonly name = 'AddWhatWasLookedOver1765100001102';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE store_channel ADD COLUMN orders_newest_at timestamptz, ADD COLUMN swept_to jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE store_channel DROP COLUMN swept_to, DROP COLUMN orders_newest_at');
  }
}

/** What was moved before counts from where it stands. */
export class AddMark1765100001103 implements MigrationInterface {
  readonly name = 'AddMark1765100001103';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE store_level
        ADD COLUMN mark_shown integer,
        ADD COLUMN mark_pushed integer,
        ADD COLUMN mark_until timestamptz,
        ADD CONSTRAINT store_level_mark_is_whole CHECK (num_nonnulls(mark_shown, mark_pushed, mark_until) IN (0, 3))`);
    await runner.query(
      'CREATE INDEX store_level_marked ON store_level (channel, mark_until) WHERE mark_until IS NOT NULL',
    );
    await runner.query('CREATE INDEX store_level_open ON store_level (channel) WHERE open_key IS NOT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX store_level_open');
    await runner.query('DROP INDEX store_level_marked');
    await runner.query(`
      ALTER TABLE store_level
        DROP CONSTRAINT store_level_mark_is_whole,
        DROP COLUMN mark_shown, DROP COLUMN mark_pushed, DROP COLUMN mark_until`);
  }
}

/** Nothing is taken for granted of stores that are connected already: connecting them again finds it out. */
export class AddSoleLocation1764100001101 implements MigrationInterface {
  readonly name = 'AddSoleLocation1764100001101';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE store_channel ADD COLUMN sole_location text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE store_channel DROP COLUMN sole_location');
  }
}

export class AddStockedAt1764100001102 implements MigrationInterface {
  readonly name = 'AddStockedAt1764100001102';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE store_level ADD COLUMN stocked_at timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE store_level DROP COLUMN stocked_at');
  }
}

/** So that a flood of raises keeps no lowering waiting; what waits already is told apart at its next change. */
export class AddWantsLowering1764100001103 implements MigrationInterface {
  readonly name = 'AddWantsLowering1764100001103';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE store_level ADD COLUMN wants_lowering boolean NOT NULL DEFAULT false');
    await runner.query('DROP INDEX store_level_wanting_push');
    await runner.query(
      `CREATE INDEX store_level_wanting_push ON store_level (channel, wants_lowering DESC, wanted_since) WHERE wants_push`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX store_level_wanting_push');
    await runner.query(`CREATE INDEX store_level_wanting_push ON store_level (channel, wanted_since) WHERE wants_push`);
    await runner.query('ALTER TABLE store_level DROP COLUMN wants_lowering');
  }
}

/** Levels that settled before are told at their next change. */
export class AddTold1764100001104 implements MigrationInterface {
  readonly name = 'AddTold1764100001104';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE store_level
        ADD COLUMN told_seq integer NOT NULL DEFAULT 0,
        ADD COLUMN told_shown integer,
        ADD COLUMN told_orders integer,
        ADD COLUMN told_restocks integer,
        ADD COLUMN told_missing integer,
        ADD CONSTRAINT store_level_told_is_whole
          CHECK (num_nonnulls(told_shown, told_orders, told_restocks, told_missing) IN (0, 4))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE store_level
        DROP CONSTRAINT store_level_told_is_whole,
        DROP COLUMN told_seq, DROP COLUMN told_shown, DROP COLUMN told_orders, DROP COLUMN told_restocks,
        DROP COLUMN told_missing`);
  }
}

/** Whether a level was lowered since it was last read is not known of those from before: each is read before it is acknowledged. */
export class AddLowered1764300001105 implements MigrationInterface {
  readonly name = 'AddLowered1764300001105';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE store_level
        ADD COLUMN lowered boolean NOT NULL DEFAULT true,
        ADD COLUMN desired_dealt boolean NOT NULL DEFAULT false`);
    await runner.query('ALTER TABLE desired_level ADD COLUMN dealt boolean NOT NULL DEFAULT false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE desired_level DROP COLUMN dealt');
    await runner.query('ALTER TABLE store_level DROP COLUMN desired_dealt, DROP COLUMN lowered');
  }
}

/**
 * What is removed counts as gone until connecting again, or its next message, says that the store keeps it. The default is for
 * the process before, which may still list something while this runs.
 */
export class AddStanding1764900001106 implements MigrationInterface {
  readonly name = 'AddStanding1764900001106';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE listing ADD COLUMN standing text NOT NULL DEFAULT 'sells'`);
    await runner.query(`UPDATE listing SET standing = 'gone' WHERE removed`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE listing DROP COLUMN standing');
  }
}

/** One sequence for all listings, so that it says of each whether it was changed since a store was asked. */
export class AddListingSeq1764900001107 implements MigrationInterface {
  readonly name = 'AddListingSeq1764900001107';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE SEQUENCE listing_seq');
    await runner.query('ALTER TABLE listing ADD COLUMN seq bigint NOT NULL DEFAULT 0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE listing DROP COLUMN seq');
    await runner.query('DROP SEQUENCE listing_seq');
  }
}

/** Edits from before are as old as this: nobody knows when they were made. */
export class AddEditStory1765200001108 implements MigrationInterface {
  readonly name = 'AddEditStory1765200001108';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE store_level
        ADD COLUMN ended integer NOT NULL DEFAULT 0,
        ADD COLUMN reversed integer NOT NULL DEFAULT 0,
        ADD COLUMN reported_ended integer NOT NULL DEFAULT 0,
        ADD COLUMN reported_reversed integer NOT NULL DEFAULT 0,
        ADD COLUMN reported_settled boolean NOT NULL DEFAULT false,
        ADD COLUMN missing_since timestamptz,
        ADD COLUMN claim_settled boolean NOT NULL DEFAULT false,
        ADD COLUMN edited_at timestamptz`);
    await runner.query('UPDATE store_level SET missing_since = now() WHERE claim > 0');
    await runner.query('UPDATE store_level SET edited_at = now() WHERE edits <> 0');
    await runner.query('CREATE INDEX store_level_with_edits ON store_level (channel, edited_at) WHERE edits <> 0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX store_level_with_edits');
    await runner.query(`
      ALTER TABLE store_level
        DROP COLUMN ended, DROP COLUMN reversed, DROP COLUMN reported_ended, DROP COLUMN reported_reversed,
        DROP COLUMN reported_settled, DROP COLUMN missing_since, DROP COLUMN claim_settled, DROP COLUMN edited_at`);
  }
}

/** What is done stays where its wishes are ranked, so that an older wish that arrives after it is known for one. */
export class AddDone1765300001101 implements MigrationInterface {
  readonly name = 'AddDone1765300001101';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE store_task ADD COLUMN done boolean NOT NULL DEFAULT false');
    await runner.query('DROP INDEX store_task_due');
    await runner.query(
      'CREATE INDEX store_task_due ON store_task (channel, not_before) WHERE parked_reason IS NULL AND NOT done',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM store_task WHERE done');
    await runner.query('DROP INDEX store_task_due');
    await runner.query('ALTER TABLE store_task DROP COLUMN done');
    await runner.query('CREATE INDEX store_task_due ON store_task (channel, not_before) WHERE parked_reason IS NULL');
  }
}
