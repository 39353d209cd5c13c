import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { availabilityChanged, itemRegistered, type Envelope } from '@tillbridge/contracts';
import { StoreGateway, TypeOrmRawIntake, type RawWebhook } from '@tillbridge/gateway-kit';
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
import { systemClock, type ImportContext, type ShopConfig } from '@tillbridge/service-kit';
import { eventually, freshDatabase, rigTiming, type FreshDatabase } from '@tillbridge/testing';
import type { ShopifyGatewayConfig } from './config';
import { Intake } from './intake';
import { channel, domain, secret, ShopifyWorld, storeLocation, token } from './spec-kit/shopify-world';
import { importStores } from './wiring/import-config';
import { intakeWorker } from './wiring/intake-worker';
import { makeAdapter } from './wiring/make-adapter';
import { gatewayMigrations, stateOn } from './wiring/state';

const quietJournal = { warn: () => undefined, error: () => undefined };
const shopper = { name: 'Zelda Fitzgerald', email: 'zelda@example.org', address: '599 Summit Avenue' };

async function startGateway(databaseUrl: string, { url: twinUrl, address }: ShopifyWorld) {
  const database = createDataSource({
    url: databaseUrl,
    schema: 'shopify_gateway',
    entities: platformEntities,
    migrations: [...platformMigrations, ...gatewayMigrations] as never,
  });
  await migrate(database);
  const cipher = new Cipher([randomBytes(32)]);
  const uow = new TypeOrmUnitOfWork(database);
  const outbox = new TypeOrmOutbox(database, { service: 'shopify-gateway' });
  const credentials = new TypeOrmCredentialStore(database, cipher);
  const now = () => new Date();
  const state = stateOn(database, { uow, inbox: new TypeOrmInbox(database), outbox, now });
  const importWith = async (clientSecret: string) => {
    const stores = [{ ...store, clientSecret, accessToken: token, locations }];
    const context = { unitOfWork: uow, credentials, cipher, clock: systemClock };
    await importStores({ stores } as unknown as ShopConfig, context as unknown as ImportContext<ShopifyGatewayConfig>);
  };
  const store = { channel, domain, baseUrl: `${twinUrl}/`, apiVersion: '2026-07', rank: 1, newItems: 'link' };
  const locations = [{ storeLocation, serves: ['main'] }];
  await importWith(secret);
  const gateway = new StoreGateway({
    state,
    journal: quietJournal,
    timing: rigTiming,
    address: () => address,
    adapter: (name) => makeAdapter({ uow, channels: state.channels, credentials }, name),
  });
  const raw = new TypeOrmRawIntake(database);
  const worker = intakeWorker({ uow, raw, cipher, gateway, journal: quietJournal, now });
  const intake = new Intake({ uow, raw, cipher, gateway, worker, now });
  worker.start();
  const facts = async (type: string) => {
    const all = await uow.run((tx) => outbox.claim(tx, 10_000));
    return all.filter((fact) => fact.type === type).map((fact) => fact.data as Record<string, unknown>);
  };
  const stop = async () => {
    await worker.stop();
    await gateway.stop();
  };
  return { database, uow, raw, worker, intake, gateway, facts, importWith, stop };
}

function envelope(type: string, data: unknown): Envelope {
  const head = { id: randomUUID(), type, version: 1, producer: 'inventory-core', causationId: null, traceparent: null };
  return { ...head, occurredAt: new Date().toISOString(), correlationId: 'test', data };
}

function signed(topic: string, body: string, by = secret): RawWebhook {
  const bytes = Buffer.from(body);
  return {
    body: bytes,
    headers: {
      'x-shopify-topic': topic,
      'x-shopify-webhook-id': randomUUID(),
      'x-shopify-shop-domain': domain,
      'x-shopify-hmac-sha256': createHmac('sha256', by).update(bytes).digest('base64'),
    },
  };
}

/** Twin, PostgreSQL and everything between; only Nest and the broker are left out. */
describe('the gateway between a store and its outbox', () => {
  let database: FreshDatabase;
  let world: ShopifyWorld;
  let gateway: Awaited<ReturnType<typeof startGateway>>;
  let listing: string;
  const itemId = randomUUID();

  beforeAll(async () => {
    database = await freshDatabase('shopify_gateway');
    world = await ShopifyWorld.open();
    listing = await world.addListing(5, 'TEE-M');
    gateway = await startGateway(database.url, world);
    await gateway.gateway.connect(channel);
    const description = { sku: 'TEE-M', barcode: null, title: 'Tee', price: '5.00', tracked: true, removed: false };
    const links = [{ channel, externalId: listing }];
    await gateway.gateway.takeFacts([envelope(itemRegistered.type, { itemId, itemVersion: 1, ...description, links })]);
  });

  afterAll(async () => {
    await gateway.stop();
    await gateway.database.destroy();
    await world.close();
    await database.drop();
  });

  const want = (units: number, version: number, ordersSeen = 0) =>
    gateway.gateway.takeFacts([
      envelope(availabilityChanged.type, {
        channel,
        itemId,
        storeLocation,
        lowerTo: units,
        raiseTo: units,
        version,
        dealt: false,
        counted: { ordersSeen, claim: 0, edits: 0 },
      }),
    ]);
  const take = (webhook: RawWebhook) => gateway.intake.take(channel, webhook);
  const translated = () => eventually(async () => (await gateway.raw.counts()).waiting === 0);

  it('makes the store show what the core wants', async () => {
    await want(3, 1);
    await eventually(async () => expect(await world.shown(listing)).toBe(3));
  });

  it('tells an order from its webhook, once', async () => {
    const order = await world.checkout(listing, 1, { customer: shopper, cartToken: 'a-cart-of-zelda' });
    const sent = await world.deliveries();
    for (const webhook of [...sent, ...sent]) expect(await take(webhook)).toBe(true);
    await translated();
    const told = await gateway.facts('order.observed');
    expect(told).toMatchObject([{ order, lines: [{ externalId: listing, ordered: 1, storeLocation }] }]);
  });

  it('keeps nothing of the shopper, in no table', async () => {
    const tables: { name: string }[] = await gateway.database.query(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'shopify_gateway'`,
    );
    for (const { name } of tables) {
      const [{ text }]: [{ text: string }] = await gateway.database.query(
        `SELECT coalesce(string_agg(t::text, ' '), '') AS text FROM shopify_gateway."${name}" t`,
      );
      for (const planted of [...Object.values(shopper), 'Zelda', 'a-cart-of-zelda'])
        expect(text).not.toContain(planted);
    }
  });

  it('stores a raw body sealed, and purges it with its translation', async () => {
    const sealed = await gateway.database.query(
      `SELECT body FROM raw_delivery WHERE state = 'translated' AND body IS NOT NULL`,
    );
    expect(sealed).toEqual([]);
    await take(signed('orders/create', '{"email":"zelda@example.org"'));
    await eventually(async () => (await gateway.raw.counts()).parked === 1);
    const [{ body }]: [{ body: Buffer }] = await gateway.database.query(
      `SELECT body FROM raw_delivery WHERE state = 'parked'`,
    );
    expect(body.toString('latin1')).not.toContain('zelda');
  });

  it('parks what is signed but cannot be read, with the reason, and its neighbours do not notice', async () => {
    const order = await world.checkout(listing, 1);
    const sent = await world.deliveries();
    await Promise.all([take(signed('shelves/update', '{}')), ...sent.map(take), take(signed('orders/create', '{}'))]);
    await translated();
    expect((await gateway.facts('order.observed')).at(-1)).toMatchObject({ order });
    const reasons = (await gateway.raw.listParked(10)).map((parked) => parked.reason);
    expect(reasons).toEqual(
      expect.arrayContaining([
        'the body is not JSON',
        'nothing is known of the topic shelves/update',
        expect.stringMatching(/^the body is not as documented: /),
      ]),
    );
    expect(reasons.join()).not.toContain('zelda');
  });

  it('translates what an operator replays, and parks it again when nothing was mended', async () => {
    const before = (await gateway.raw.counts()).parked;
    expect(await gateway.uow.run((tx) => gateway.raw.replay(tx, 'all'))).toBe(before);
    gateway.worker.kick();
    await eventually(async () => expect(await gateway.raw.counts()).toEqual({ waiting: 0, parked: before }));
  });

  it('refuses a wrong signature and a channel it does not have alike, counts them and stores nothing', async () => {
    const rows = () => gateway.database.query('SELECT count(*) FROM raw_delivery');
    const before = await rows();
    const forged = { ...signed('orders/create', '{}'), body: Buffer.from('{ }') };
    expect(await take(forged)).toBe(false);
    expect(await gateway.intake.take('store-z', signed('orders/create', '{}'))).toBe(false);
    expect(gateway.intake.rejected).toBe(2);
    expect(await rows()).toEqual(before);
  });

  it('says that the database is away instead of losing a delivery', async () => {
    const other = await startGateway(database.url, world);
    await other.gateway.adapterOf(channel);
    await other.stop();
    await other.database.destroy();
    await expect(other.intake.take(channel, signed('orders/create', '{}'))).rejects.toThrow();
  });

  it('comes to rest with the store showing exactly what is wanted', async () => {
    await want(2, 2, 2);
    await eventually(async () => {
      expect(await world.shown(listing)).toBe(2);
      expect(await gateway.gateway.state.levels.counts()).toMatchObject({ pushesWanted: 0, pushesOpen: 0, dirty: 0 });
    });
  });

  it('takes over a rotated secret when the store is connected again, without a restart', async () => {
    const rotated = 'rotated-client-secret';
    await gateway.importWith(rotated);
    expect(await take(signed('app/uninstalled-not', '{}', rotated))).toBe(false);
    await gateway.gateway.connect(channel);
    expect(await take(signed('app/uninstalled-not', '{}', rotated))).toBe(true);
    await want(2, 50);
    await eventually(async () => expect(await world.shown(listing)).toBe(2));
  });
});
