import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateStoreLevel1763895601101 implements MigrationInterface {
  readonly name = 'CreateStoreLevel1763895601101';

  async up(runner: QueryRunner): Promise<void> {
    // Ids compare by bytes everywhere, so that the database pages in the same order as the code sorts.
    await runner.query(`
      CREATE TABLE store_level (
        channel text NOT NULL,
        external_id text COLLATE "C" NOT NULL,
        store_location text COLLATE "C" NOT NULL,
        level_ref text,
        item_id uuid,
        base integer,
        pushed integer NOT NULL,
        ordered integer NOT NULL CHECK (ordered >= 0),
        restocked integer NOT NULL CHECK (restocked >= 0),
        edits integer NOT NULL,
        residual integer NOT NULL,
        claim integer NOT NULL CHECK (claim >= 0),
        dirty boolean NOT NULL,
        open_key uuid,
        open_from integer,
        open_to integer,
        open_version integer,
        facts integer NOT NULL,
        seq integer NOT NULL,
        desired_lower_to integer,
        desired_raise_to integer,
        desired_version integer,
        counted_orders integer,
        counted_claim integer,
        counted_edits integer,
        read_due_at timestamptz,
        hint integer,
        read_requested_at timestamptz,
        read_committed integer,
        refusal text,
        settled_version integer NOT NULL,
        reported_claim integer NOT NULL,
        reported_edits integer NOT NULL,
        wants_push boolean NOT NULL,
        wanted_since timestamptz,
        version integer NOT NULL,
        CONSTRAINT store_level_pk PRIMARY KEY (channel, external_id, store_location),
        CONSTRAINT store_level_open_is_whole CHECK (num_nonnulls(open_key, open_from, open_to, open_version) IN (0, 4)),
        CONSTRAINT store_level_desired_is_whole
          CHECK (num_nonnulls(desired_lower_to, desired_raise_to, desired_version) IN (0, 3)),
        CONSTRAINT store_level_raise_below_lower CHECK (desired_raise_to <= desired_lower_to)
      )`);
    await runner.query(`CREATE INDEX store_level_item ON store_level (channel, item_id)`);
    await runner.query(`CREATE INDEX store_level_ref ON store_level (channel, level_ref, store_location)`);
    await runner.query(`CREATE INDEX store_level_wanting_push ON store_level (channel, wanted_since) WHERE wants_push`);
    await runner.query(
      `CREATE INDEX store_level_read_due ON store_level (channel, read_due_at) WHERE read_due_at IS NOT NULL`,
    );
    await runner.query(`CREATE INDEX store_level_concludable ON store_level (channel) WHERE residual <> 0`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE store_level');
  }
}

export class CreateDesiredLevel1763895601102 implements MigrationInterface {
  readonly name = 'CreateDesiredLevel1763895601102';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE desired_level (
        channel text NOT NULL,
        item_id uuid NOT NULL,
        store_location text NOT NULL,
        lower_to integer NOT NULL,
        raise_to integer NOT NULL,
        counted_orders integer NOT NULL,
        counted_claim integer NOT NULL,
        counted_edits integer NOT NULL,
        version integer NOT NULL,
        CONSTRAINT desired_level_pk PRIMARY KEY (channel, item_id, store_location)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE desired_level');
  }
}

export class CreatePushCall1763895601103 implements MigrationInterface {
  readonly name = 'CreatePushCall1763895601103';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE push_call (
        key uuid NOT NULL,
        channel text NOT NULL,
        rows jsonb NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        first_sent_at timestamptz NOT NULL,
        not_before timestamptz NOT NULL,
        CONSTRAINT push_call_pk PRIMARY KEY (key)
      )`);
    await runner.query(`CREATE INDEX push_call_due ON push_call (channel, not_before)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE push_call');
  }
}

export class CreateSeenOrder1763895601104 implements MigrationInterface {
  readonly name = 'CreateSeenOrder1763895601104';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE seen_order (
        channel text NOT NULL,
        order_id text NOT NULL,
        updated_at timestamptz NOT NULL,
        fact jsonb NOT NULL,
        version integer NOT NULL,
        CONSTRAINT seen_order_pk PRIMARY KEY (channel, order_id)
      )`);
    await runner.query(`
      CREATE TABLE seen_order_count (
        channel text NOT NULL,
        order_id text NOT NULL,
        external_id text NOT NULL,
        store_location text NOT NULL,
        ordered integer NOT NULL CHECK (ordered >= 0),
        restocked integer NOT NULL CHECK (restocked >= 0),
        outstanding integer NOT NULL CHECK (outstanding >= 0),
        CONSTRAINT seen_order_count_pk PRIMARY KEY (channel, order_id, external_id, store_location)
      )`);
    await runner.query(
      `CREATE INDEX seen_order_count_open ON seen_order_count (channel, external_id, store_location) WHERE outstanding > 0`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE seen_order_count');
    await runner.query('DROP TABLE seen_order');
  }
}

export class CreateIdMap1763895601105 implements MigrationInterface {
  readonly name = 'CreateIdMap1763895601105';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE listing (
        channel text NOT NULL,
        external_id text NOT NULL,
        level_ref text NOT NULL,
        group_ref text,
        sku text,
        barcode text,
        title text NOT NULL,
        price text,
        tracked boolean NOT NULL,
        removed boolean NOT NULL,
        observed_at timestamptz NOT NULL,
        CONSTRAINT listing_pk PRIMARY KEY (channel, external_id)
      )`);
    await runner.query(`CREATE INDEX listing_level_ref ON listing (channel, level_ref)`);
    await runner.query(`CREATE INDEX listing_group_ref ON listing (channel, group_ref)`);
    await runner.query(`CREATE INDEX listing_sku ON listing (channel, lower(btrim(sku)))`);
    await runner.query(`CREATE INDEX listing_barcode ON listing (channel, lower(btrim(barcode)))`);
    await runner.query(`
      CREATE TABLE known_item (
        item_id uuid NOT NULL,
        item_version integer NOT NULL,
        sku text,
        barcode text,
        title text NOT NULL,
        price text,
        tracked boolean NOT NULL,
        removed boolean NOT NULL,
        CONSTRAINT known_item_pk PRIMARY KEY (item_id)
      )`);
    await runner.query(`
      CREATE TABLE item_link (
        channel text NOT NULL,
        external_id text NOT NULL,
        item_id uuid NOT NULL,
        CONSTRAINT item_link_pk PRIMARY KEY (channel, external_id)
      )`);
    await runner.query(`CREATE INDEX item_link_item ON item_link (item_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE item_link');
    await runner.query('DROP TABLE known_item');
    await runner.query('DROP TABLE listing');
  }
}

export class CreateStoreTask1763895601106 implements MigrationInterface {
  readonly name = 'CreateStoreTask1763895601106';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE store_task (
        channel text NOT NULL,
        kind text NOT NULL,
        subject text NOT NULL,
        payload jsonb NOT NULL,
        rank bigint NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        not_before timestamptz NOT NULL,
        parked_reason text,
        revision bigint GENERATED BY DEFAULT AS IDENTITY,
        CONSTRAINT store_task_pk PRIMARY KEY (channel, kind, subject)
      )`);
    await runner.query(`CREATE INDEX store_task_due ON store_task (channel, not_before) WHERE parked_reason IS NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE store_task');
  }
}

export class CreateStoreChannel1763895601107 implements MigrationInterface {
  readonly name = 'CreateStoreChannel1763895601107';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE store_channel (
        channel text NOT NULL,
        settings jsonb NOT NULL,
        connected_at timestamptz,
        disconnected_reason text,
        orders_polled_at timestamptz,
        CONSTRAINT store_channel_pk PRIMARY KEY (channel)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE store_channel');
  }
}
