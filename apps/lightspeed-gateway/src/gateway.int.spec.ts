import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tillPostGranted, type Envelope, type TillStockObserved } from '@tillbridge/contracts';
import { tillEntities, tillMigrations, typeOrmTillStores } from '@tillbridge/gateway-kit';
import {
  Cipher,
  createDataSource,
  migrate,
  platformEntities,
  platformMigrations,
  TypeOrmCredentialStore,
  TypeOrmInbox,
  TypeOrmOutbox,
  TypeOrmUnitOfWork,
} from '@tillbridge/persistence';
import { systemClock, type ShopConfig } from '@tillbridge/service-kit';
import { aGrant, eventually, freshDatabase, type FreshDatabase } from '@tillbridge/testing';
import { handleFacts } from './handle-facts';
import { importTill } from './import-config';
import { clientSecret, openXSeriesWorld } from './spec-kit/x-series-world';
import type { Knock } from './till';
import { Tills } from './tills';

const settleMs = 100;
const quietLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Twin, PostgreSQL and everything between; only Nest and the broker are left out. */
describe('the gateway between a till and its outbox', () => {
  let database: FreshDatabase;
  let world: Awaited<ReturnType<typeof openXSeriesWorld>>;
  let door: Server;
  let gateway: Awaited<ReturnType<typeof startGateway>>;
  let item: string;
  const knocks: Knock[] = [];

  beforeAll(async () => {
    database = await freshDatabase('lightspeed_gateway');
    world = await openXSeriesWorld();
    item = await world.addItem(10);
    door = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const [, , , channel, secret, type] = request.url!.split('/');
        const signature = request.headers['x-signature'] as string | undefined;
        knocks.push(gateway.tills.get(channel)!.knock(secret, type, signature, Buffer.concat(chunks)));
        response.end();
      });
    });
    await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
    gateway = await startGateway(database.url, world, `http://127.0.0.1:${(door.address() as AddressInfo).port}`);
    await gateway.tills.get('till')!.connect();
  });

  afterAll(async () => {
    await gateway.close();
    door.close();
    await world.close();
    await database.drop();
  });

  const stock = async () => {
    const facts = await gateway.facts();
    return facts
      .filter(({ type }) => type === 'till.stock_observed')
      .map(({ data }) => data as TillStockObserved)
      .filter(({ externalId }) => externalId === item);
  };

  it('has listed the item and its first level, under versions beyond 2^53', async () => {
    const [first] = await stock();
    expect(first).toMatchObject({ location: 'main', row: { level: 10 }, recordsComplete: true });
    expect(BigInt(first.row!.version!)).toBeGreaterThan(2n ** 53n);
    expect((await gateway.facts()).map(({ type }) => type)).toContain('catalog.item_listed');
  });

  it('is woken by a signed webhook and tells the sale and its level', async () => {
    const saleId = await world.sell(item, 2);
    await eventually(async () => {
      const told = await stock();
      const sold = told.find(({ records }) => records.some(({ recordId }) => recordId.startsWith(saleId)));
      // On a slow machine the level has been read before the sale is told: then one fact says both.
      expect(sold).toMatchObject({ records: [{ kind: 'sale', effect: -2 }] });
      expect(told.at(-1)).toMatchObject({ row: { level: 8 }, recordsComplete: true });
    });
    expect(new Set(knocks)).toEqual(new Set(['woken']));
  });

  it('records a granted web order and answers it, once, and proves it by a late read', async () => {
    const grant = aGrant(item, 'main');
    const fact = factOf(grant);
    await gateway.take([fact]);
    await gateway.take([fact, factOf(grant)]);
    const answers = () => gateway.facts().then((facts) => facts.filter(({ type }) => type === 'till.post_answered'));
    await eventually(async () => expect(await answers()).toMatchObject([{ causationId: fact.id }]));
    const { data } = (await answers())[0] as Envelope<{ answeredAt: string }>;
    const settledAt = Date.parse(data.answeredAt) + settleMs;
    await eventually(async () => {
      const proof = (await stock()).find(({ row }) => Date.parse(row?.requestedAt ?? '') >= settledAt);
      expect(proof).toMatchObject({ row: { level: 7 }, recordsComplete: true });
    });
    expect(await answers()).toHaveLength(1);
    const records = (await stock()).flatMap((found) => found.records);
    expect(records.some(({ recordId }) => recordId.startsWith(grant.postId))).toBe(false);
  });

  it('goes on where it stopped, without telling anything twice', async () => {
    await gateway.tills.stop();
    const before = await stock();
    const saleId = await world.sell(item, 1);
    await gateway.reopen();
    await eventually(async () => {
      const news = (await stock()).slice(before.length);
      expect(news.some(({ records }) => records.some(({ recordId }) => recordId.startsWith(saleId)))).toBe(true);
    });
    const alone = (await stock()).filter(({ row }) => row === null).flatMap((found) => found.records);
    expect(new Set(alone.map(({ recordId }) => recordId)).size).toBe(alone.length);
  });

  it('turns away a wrong secret and a wrong signature, and wakes nobody for them', async () => {
    const till = gateway.tills.get('till')!;
    await eventually(() => expect(till.reader.busy().wakePending).toBe(0));
    const secret = new URL(till.wakeUrl('sale.update')).pathname.split('/')[4];
    const body = Buffer.from('payload=%7B%7D');
    expect(till.knock('another secret', 'sale.update', undefined, body)).toBe('wrong-address');
    expect(till.knock(secret, 'customer.update', undefined, body)).toBe('wrong-address');
    expect(till.knock(secret, 'constructor', undefined, body)).toBe('wrong-address');
    const forged = `signature=${'0'.repeat(64)},algorithm=HMAC-SHA256`;
    expect(till.knock(secret, 'sale.update', forged, body)).toBe('wrong-signature');
    expect(till.reader.busy().wakePending).toBe(0);
    expect(till.knock(secret, 'sale.update', undefined, body)).toBe('woken');
    const many = Array.from({ length: 100 }, () => till.knock(secret, 'sale.update', undefined, body));
    expect(many).toContain('too-many');
  });

  it('counts what is under way, and is quiet in the end', async () => {
    await eventually(async () => {
      const zero = { postsWaiting: 0, postsUnanswered: 0, directedReadsDue: 0 };
      expect(await gateway.tills.busy()).toEqual(zero);
      expect(gateway.tills.reading()).toEqual({ cycleRunning: 0, wakePending: 0 });
    });
  });
});

function factOf(grant: ReturnType<typeof aGrant>): Envelope {
  return {
    id: randomUUID(),
    type: tillPostGranted.type,
    version: tillPostGranted.version,
    producer: 'inventory-core',
    occurredAt: new Date().toISOString(),
    correlationId: 'an order',
    causationId: null,
    traceparent: null,
    data: grant,
  };
}

async function startGateway(url: string, world: Awaited<ReturnType<typeof openXSeriesWorld>>, publicUrl: string) {
  const dataSource = createDataSource({
    url,
    schema: 'lightspeed_gateway',
    entities: [...platformEntities, ...tillEntities],
    migrations: [...platformMigrations, ...tillMigrations],
  });
  await migrate(dataSource);
  const cipher = new Cipher([randomBytes(32)]);
  const unitOfWork = new TypeOrmUnitOfWork(dataSource);
  const outbox = new TypeOrmOutbox(dataSource, { service: 'lightspeed-gateway' });
  const credentials = new TypeOrmCredentialStore(dataSource, cipher);
  const inbox = new TypeOrmInbox(dataSource);
  const stores = typeOrmTillStores();
  const till = { channel: 'till', series: 'x', token: world.token, clientSecret, ...world.settings };
  await importTill({ till } as ShopConfig, { unitOfWork, credentials, accounts: stores.accounts });
  const paces = { publicUrl, settleMs, pollIntervalMs: 60_000 };
  const deps = { unitOfWork, outbox, stores, credentials, cipher, clock: systemClock, log: quietLog, ...paces };
  const open = async () => {
    const tills = new Tills(deps);
    await tills.start();
    return tills;
  };
  const gateway = {
    tills: await open(),
    reopen: async () => void (gateway.tills = await open()),
    facts: () => unitOfWork.run((tx) => outbox.claim(tx, 10_000)),
    take: (envelopes: Envelope[]) =>
      handleFacts(envelopes, {
        unitOfWork,
        inbox,
        stores,
        till: (channel) => gateway.tills.get(channel),
        now: () => new Date(),
      }),
    close: async () => {
      await gateway.tills.stop();
      await dataSource.destroy();
    },
  };
  return gateway;
}
