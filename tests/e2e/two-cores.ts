import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Envelope } from '@tillbridge/contracts';
import { FactPublisher } from '@tillbridge/messaging';
import { eventually } from '@tillbridge/testing';
import { Client } from 'pg';
import { Bridge, type ServiceStatus } from '../../libs/testing/src/demo/bridge';
import { Fleet, type ProgramSpec } from '../../libs/testing/src/demo/fleet';
import { layGround, type Ground } from '../../libs/testing/src/demo/ground';
import { freePorts } from '../../libs/testing/src/demo/ports';
import { askJson } from '../../libs/testing/src/world';

export const coreNames = ['core-1', 'core-2'] as const;
export type CoreName = (typeof coreNames)[number];

/** Number of the advisory lock that {@link TwoCores.letThemMeet} holds. */
const gate = 4_711;

const secrets = Object.fromEntries(
  ['LIGHTSPEED_TOKEN', 'LIGHTSPEED_CLIENT_SECRET', 'STORE_A_CLIENT_ID', 'STORE_A_CLIENT_SECRET'].map((name) => [
    name,
    'no vendor is ever asked',
  ]),
);
const secretsOfB = { STORE_B_CLIENT_SECRET: secrets.LIGHTSPEED_TOKEN, STORE_B_ACCESS_TOKEN: secrets.LIGHTSPEED_TOKEN };

/** Two processes of the core on one database and one broker, and what their neighbours would tell and hear. */
export class TwoCores {
  private constructor(
    private readonly ground: Ground,
    readonly fleet: Fleet,
    private readonly bridge: Bridge,
    private readonly ports: Record<CoreName, number>,
    private readonly sql: Client,
    private readonly publisher: FactPublisher,
  ) {}

  /** Takes over the example configuration, and starts both. */
  static async start(): Promise<TwoCores> {
    const ground = await layGround('two_cores');
    const fleet = new Fleet(fs.mkdtempSync(path.join(os.tmpdir(), 'two-cores-')));
    const [first, second, ...others] = await freePorts(5);
    const bridge = new Bridge(fleet, () => ground, {
      'inventory-core': first,
      'shopify-gateway': others[0],
      'lightspeed-gateway': others[1],
      reconciler: others[2],
    });
    const cores = new TwoCores(
      ground,
      fleet,
      bridge,
      { 'core-1': first, 'core-2': second },
      new Client({ connectionString: ground.databaseUrl }),
      new FactPublisher({ url: ground.amqpUrl, name: 'two cores' }),
    );
    try {
      await cores.setUp();
    } catch (error) {
      await cores.stop();
      throw error;
    }
    return cores;
  }

  private async setUp(): Promise<void> {
    await this.sql.connect();
    await this.fleet.run({ ...this.program('core-1'), name: 'migrate', args: ['migrate'] });
    const importing = this.program('core-1');
    await this.fleet.run({
      ...importing,
      name: 'import',
      args: ['import', path.resolve('tillbridge.example.yaml')],
      env: { ...importing.env, ...secrets, ...secretsOfB },
    });
    await this.watchWhoDecides();
    await this.gateWriting();
    await Promise.all(coreNames.map((name) => this.fleet.start(this.program(name))));
  }

  /** Our own witness: which process has committed which fact, by the name on its database connection. */
  private async watchWhoDecides(): Promise<void> {
    await this.sql.query('CREATE TABLE public.witness (core text NOT NULL, fact text NOT NULL)');
    await this.sql.query(
      `CREATE FUNCTION public.bear_witness() RETURNS trigger LANGUAGE plpgsql AS $$
         BEGIN
           INSERT INTO public.witness VALUES (current_setting('application_name'), NEW.message_id);
           RETURN NULL;
         END $$`,
    );
    await this.sql.query(
      `CREATE TRIGGER bear_witness AFTER INSERT ON inventory_core.inbox
         FOR EACH ROW EXECUTE FUNCTION public.bear_witness()`,
    );
  }

  /** A gate between what a decision has read and what it writes; counts every attempt, also those that are rolled back. */
  private async gateWriting(): Promise<void> {
    await this.sql.query('CREATE SEQUENCE public.attempts');
    await this.sql.query(
      `CREATE FUNCTION public.pass_gate() RETURNS trigger LANGUAGE plpgsql AS $$
         BEGIN
           PERFORM nextval('public.attempts'), pg_advisory_xact_lock_shared(${gate});
           RETURN NULL;
         END $$`,
    );
    await this.sql.query(
      `CREATE TRIGGER pass_gate BEFORE UPDATE ON inventory_core.item
         FOR EACH STATEMENT EXECUTE FUNCTION public.pass_gate()`,
    );
  }

  /** Holds up both until each has decided something on what it has read, and only then lets them write. */
  async letThemMeet(work: () => Promise<void>): Promise<void> {
    await this.sql.query(`SELECT pg_advisory_lock(${gate})`);
    try {
      await work();
      await eventually(async () => {
        const waiting = await this.rows(
          `SELECT DISTINCT application_name FROM pg_stat_activity
             WHERE datname = current_database() AND wait_event_type = 'Lock' AND wait_event = 'advisory'`,
        );
        return waiting.length === coreNames.length;
      });
    } finally {
      await this.sql.query(`SELECT pg_advisory_unlock(${gate})`);
    }
  }

  private program(name: CoreName): ProgramSpec {
    const { env, ...spec } = this.bridge.program('inventory-core');
    const database = new URL(this.ground.databaseUrl);
    database.searchParams.set('application_name', name);
    const port = this.ports[name];
    return {
      ...spec,
      name,
      readyUrl: `http://127.0.0.1:${port}/health/ready`,
      env: { ...env, PORT: String(port), DATABASE_URL: database.href },
    };
  }

  /** As a gateway's outbox does: resolves once the broker has each of them. */
  publish(facts: readonly Envelope[]): Promise<void> {
    return this.publisher.publish(facts);
  }

  async ask<Answer>(route: string, name: CoreName = 'core-1'): Promise<Answer> {
    const headers = { authorization: `Bearer ${this.bridge.operatorToken}` };
    return askJson(`http://127.0.0.1:${this.ports[name]}${route}`, { headers });
  }

  /** Facts each process has committed. */
  async decidedBy(): Promise<Record<CoreName, number>> {
    const { rows } = await this.sql.query<{ core: CoreName; facts: string }>(
      'SELECT core, count(*) AS facts FROM public.witness GROUP BY core',
    );
    const counts = Object.fromEntries(rows.map(({ core, facts }) => [core, Number(facts)]));
    return { 'core-1': 0, 'core-2': 0, ...counts };
  }

  /** How often something was decided on what another process had changed meanwhile, and therefore decided again. */
  async decidedAgain(): Promise<number> {
    const [{ attempts, writes }] = await this.rows<{ attempts: string; writes: string }>(
      `SELECT (SELECT last_value FROM public.attempts) AS attempts, (SELECT sum(version - 1) FROM inventory_core.item) AS writes`,
    );
    return Number(attempts) - Number(writes);
  }

  async rows<Row extends object>(query: string): Promise<Row[]> {
    return (await this.sql.query<Row>(query)).rows;
  }

  /** Nothing waits to be taken in, decided or told. */
  async untilWorkedOff(name: CoreName): Promise<void> {
    await eventually(
      async () => {
        const { busy } = await this.ask<ServiceStatus>('/status', name);
        const [waiting] = await this.rows<{ orders: string }>(
          'SELECT count(*) AS orders FROM inventory_core.promise WHERE decide_at IS NOT NULL',
        );
        return busy.facts === 0 && busy.outbox === 0 && Number(waiting.orders) === 0;
      },
      { withinMs: 90_000, everyMs: 100 },
    );
  }

  /** Every distinct fact of one kind that waits for the stores' gateway; the same one may lie there twice. */
  async toldToStores<Data>(routingKey: string): Promise<Data[]> {
    const queue = `/queues/${this.ground.vhost}/shopify-gateway.facts/get`;
    const messages = (await this.ground.manage('POST', queue, {
      count: 10_000,
      ackmode: 'ack_requeue_true',
      encoding: 'auto',
    })) as { routing_key: string; payload: string }[];
    const told = messages.filter((message) => message.routing_key === routingKey);
    const envelopes = told.map(({ payload }) => JSON.parse(payload) as Envelope<Data>);
    return [...new Map(envelopes.map((envelope) => [envelope.id, envelope.data])).values()];
  }

  /** What a red test should show of the processes. */
  problems(): string {
    return coreNames.map((name) => this.fleet.problems(name)).join('\n');
  }

  async stop(): Promise<void> {
    await this.fleet.stopAll();
    await this.publisher.close();
    await this.sql.end();
    await this.ground.clear();
    fs.rmSync(this.fleet.logDir, { recursive: true, force: true });
  }
}
