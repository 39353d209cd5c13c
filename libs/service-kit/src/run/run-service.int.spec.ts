import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { eventually, freshDatabase, type FreshDatabase } from '@tillbridge/testing';
import { breakableProxy } from '../../spec-kit/breakable-proxy';
import { killAllSamples, operatorToken, sampleEnv, startSample } from '../../spec-kit/sample-process';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase('tb_service_kit');
  const migrating = startSample(sampleEnv(database.url), 'migrate');
  expect([await migrating.ended, migrating.stderr()]).toEqual([0, '']);
});
afterAll(async () => {
  await killAllSamples();
  await database.drop();
});

const exampleFile = path.resolve(__dirname, '../../../../tillbridge.example.yaml');
const exampleShop = () => readFile(exampleFile, 'utf8');

const operator = { headers: { authorization: `Bearer ${operatorToken}` } };
const status = async (url: string) => (await fetch(url)).status;
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers of the sample, asserted on field by field right away
type Json = any;
const json = async (url: string): Promise<Json> => (await fetch(url, operator)).json();

describe('starting a service', () => {
  it('without its settings ends with 78 and plain text', async () => {
    const sample = startSample({});
    expect(await sample.ended).toBe(78);
    expect(sample.stderr()).toContain('shopify-gateway cannot start: 5 environment variables are missing or wrong.');
    expect(sample.stderr()).not.toMatch(/\n\s+at /);
  });

  it('with an address that names no database ends with 78 and names the variable, not the password', async () => {
    const sample = startSample(sampleEnv('postgres://tillbridge:hunter2@127.0.0.1:5432'));
    expect(await sample.ended).toBe(78);
    expect(sample.stderr()).toContain('shopify-gateway cannot start: an environment variable is wrong.');
    expect(sample.stderr()).toContain('DATABASE_URL must look like postgres://user:password@host:5432/database;');
    expect(sample.stderr()).toContain('it names no database');
    expect(sample.stderr()).not.toMatch(/hunter2|\n\s+at /);
  });

  it('on a port that another program has says so, and which variable names the port', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '0.0.0.0', resolve));
    const { port } = other.address() as AddressInfo;
    try {
      const sample = startSample({ ...sampleEnv(database.url), PORT: String(port) });
      expect(await sample.ended).toBe(1);
      expect(sample.stderr()).toContain(`Cannot listen on port ${port} (PORT): another program listens there.`);
      expect(sample.stderr()).not.toMatch(/\n\s+at /);
    } finally {
      other.close();
    }
  });

  it('with a command it does not know ends with 64 and the usage', async () => {
    const samples = [['serv'], ['import'], ['serve', 'now'], ['migrate', 'all']].map((args) =>
      startSample({}, ...args),
    );
    expect(await Promise.all(samples.map((sample) => sample.ended))).toEqual([64, 64, 64, 64]);
    for (const sample of samples) expect(sample.stderr()).toContain('import <tillbridge.yaml>');
  });

  it('before its tables exist says how to make them', async () => {
    const empty = await freshDatabase('tb_service_kit');
    try {
      const sample = startSample(sampleEnv(empty.url));
      expect(await sample.ended).toBe(1);
      expect(sample.stderr()).toContain('Run "node dist/apps/shopify-gateway/src/main.js migrate" once');
      expect(sample.stderr()).not.toMatch(/\n\s+at /);
    } finally {
      await empty.drop();
    }
  });

  it('without its database waits, says so, and gives up', async () => {
    const sample = startSample({ ...sampleEnv('postgres://nobody@127.0.0.1:9/nothing'), DATABASE_WAIT_SECONDS: '2' });
    expect(await sample.ended).toBe(1);
    expect(sample.stdout()).toContain('the database is not there yet, waiting for it');
    expect(sample.stderr()).toContain('The database of DATABASE_URL cannot be used: connect ECONNREFUSED 127.0.0.1:9');
  });

  it('migrating again changes nothing more', async () => {
    const sample = startSample(sampleEnv(database.url), 'migrate');
    expect(await sample.ended).toBe(0);
    expect(sample.stdout()).toContain('tables are up to date');
  });
});

describe('importing the shop configuration', () => {
  let folder: string;
  beforeAll(async () => void (folder = await mkdtemp(path.join(os.tmpdir(), 'tillbridge-'))));
  afterAll(() => rm(folder, { recursive: true }));

  /** Every variable that the file asks for, set. */
  const secretsOf = (yaml: string) =>
    Object.fromEntries([...yaml.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => [name, `the-${name}`]));

  async function importing(yaml: string) {
    const file = path.join(folder, 'tillbridge.yaml');
    await writeFile(file, yaml);
    return startSample({ ...sampleEnv(database.url), ...secretsOf(yaml) }, 'import', file);
  }

  it('hands the validated file to the service', async () => {
    const sample = await importing(await exampleShop());
    expect([await sample.ended, sample.stderr()]).toEqual([0, '']);
    expect(sample.stdout()).toContain('took over 2 stores');
  });

  it('of a wrong file ends with 78 and names the path', async () => {
    const sample = await importing((await exampleShop()).replace('rank: 1', 'rank: 0'));
    expect(await sample.ended).toBe(78);
    expect(sample.stderr()).toContain('stores[0].rank: 0 should be 1 or more');
  });
});

describe('a running service', () => {
  it('is up and ready without a broker, and keeps what it is told', async () => {
    const url = await startSample(sampleEnv(database.url)).url();
    expect(await status(`${url}/health/live`)).toBe(200);
    expect(await status(`${url}/health/ready`)).toBe(200);
    expect(await status(`${url}/status`)).toBe(401);
    expect(await json(`${url}/status`)).toMatchObject({ service: 'shopify-gateway', busy: { outbox: 0 } });
    expect((await fetch(`${url}/sample/tell`, { method: 'POST', ...operator })).status).toBe(201);
    expect(await json(`${url}/status`)).toMatchObject({ quiet: false, busy: { outbox: 1 } });
    expect(Object.keys((await json(`${url}/docs-json`)).paths)).toEqual(
      expect.arrayContaining([
        '/health/live',
        '/health/ready',
        '/status',
        '/parked',
        '/parked/replay',
        '/parked/discard',
        '/sample/tell',
      ]),
    );
  });

  it('without its database answers 503 with a time to come back, stays alive, and recovers by itself', async () => {
    const proxy = await breakableProxy(database.url, 5432);
    try {
      const url = await startSample(sampleEnv(proxy.url)).url();
      expect(await status(`${url}/health/ready`)).toBe(200);
      proxy.cut();
      await eventually(async () => expect(await status(`${url}/health/ready`)).toBe(503));
      const answer = await fetch(`${url}/sample/tell`, { method: 'POST', ...operator });
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
      expect(await status(`${url}/health/live`)).toBe(200);
      proxy.mend();
      await eventually(async () => expect(await status(`${url}/health/ready`)).toBe(200));
    } finally {
      await proxy.close();
    }
  });

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'on %s finishes what is in flight, takes nothing new, and ends with 0',
    async (signal) => {
      const sample = startSample(sampleEnv(database.url));
      const url = await sample.url();
      const slow = fetch(`${url}/sample/slow`, operator);
      await eventually(async () => expect(await json(`${url}/sample/in-flight`)).toEqual({ slow: 1 }));
      sample.kill(signal);
      expect(await (await slow).json()).toEqual({ finished: true });
      expect(await sample.ended).toBe(0);
      expect(sample.stdout()).toContain('"msg":"stopped"');
      await expect(fetch(`${url}/health/live`)).rejects.toThrow();
    },
  );

  it('that hits what nobody expected logs it and ends with 1', async () => {
    const sample = startSample(sampleEnv(database.url));
    const url = await sample.url();
    await fetch(`${url}/sample/crash`).catch(() => undefined);
    expect(await sample.ended).toBe(1);
    expect(sample.stdout()).toMatch(/"level":"fatal".*nobody catches this.*"msg":"uncaught exception"/);
  });
});
