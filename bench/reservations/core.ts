import { randomBytes } from 'node:crypto';
import type { Envelope } from '@tillbridge/contracts';
import { migrate } from '@tillbridge/persistence';
import { parseEnvironment } from '@tillbridge/service-kit';
import { policyDefaults } from '@tillbridge/stock-domain';
import { CoreConfig } from '../../apps/inventory-core/src/config';
import { CoreModule } from '../../apps/inventory-core/src/core.module';
import { HANDLE_FACTS } from '../../apps/inventory-core/src/facts.controller';
import { callOf } from '../../apps/inventory-core/src/http/idempotency-key';
import { ANSWER_CALL } from '../../apps/inventory-core/src/http/reservations.controller';
import { coreTables } from '../../apps/inventory-core/src/core-tables';
import { listed, tillShows } from '../../apps/inventory-core/src/ledger/paper-core';
import type { Outcome, ReservationCall } from '../../apps/inventory-core/src/reservations/requests';
import { TypeOrmShopBook } from '../../apps/inventory-core/src/shop/shop.typeorm';
import { createLogger } from '../../libs/service-kit/src/logging';
import { createMessaging, createStorage } from '../../libs/service-kit/src/platform/platform';
import { PlatformModule } from '../../libs/service-kit/src/platform/platform.module';
import { databaseModule } from '../../libs/service-kit/src/run/database.typeorm';
import type { ServiceDefinition } from '../../libs/service-kit/src/run/definition';
import { createApp } from '../../libs/service-kit/src/run/serve';

const serviceToken = randomBytes(24).toString('hex');
const seller = 'headless';
/** Longer than the bench: nothing runs out on the way. */
const ttlSeconds = 3_600;
const factsPerBatch = 300;

/** The core as it runs in production, in this process; only the relay to a broker is left out. */
export interface BenchCore {
  readonly token: string;
  readonly url: string;
  /** Registers items at the till and in two stores, each with `units`. Returns their ids. */
  stock(skus: readonly string[], units: number): Promise<readonly string[]>;
  /** One unit of an item, as the controller would ask for it. Returns whether it was granted. */
  reserve(itemId: string, key: string): Promise<boolean>;
  close(): Promise<void>;
}

export async function openCore(databaseUrl: string): Promise<BenchCore> {
  const config = configOf(databaseUrl);
  const definition = {
    name: 'inventory-core',
    dataSource: coreTables,
  } as unknown as ServiceDefinition<CoreConfig>;
  const storage = createStorage(definition, config);
  await migrate(storage.database);
  await storage.unitOfWork.run((tx) => new TypeOrmShopBook(config.TILL_SETTLE_MS).replace(tx, shop));
  const messaging = createMessaging('inventory-core', config.AMQP_URL, storage);
  const app = await createApp(createLogger('inventory-core', config.LOG_LEVEL), 'inventory-core', '', [
    databaseModule(storage.database),
    PlatformModule.register('inventory-core', config, storage, messaging),
    CoreModule.with(config),
  ]);
  await app.listen(0, '127.0.0.1');
  const take = app.get<(facts: readonly Envelope[]) => Promise<void>>(HANDLE_FACTS);
  const answer = app.get<(call: ReservationCall) => Promise<Outcome>>(ANSWER_CALL);
  return {
    token: serviceToken,
    url: await app.getUrl(),
    stock: async (skus, units) => {
      for (const facts of inBatches(skus.flatMap(listingsOf))) await take(facts);
      for (const facts of inBatches(skus.map((sku) => tillShows(`till-${sku}`, units, 0)))) await take(facts);
      return itemsOf(storage.database, skus);
    },
    reserve: async (itemId, key) => {
      const lines = [{ itemId, sku: null, quantity: 1, unitPrice: null }];
      const outcome = await answer(
        callOf(key, { kind: 'reserve', channel: seller, lines, ttlSeconds, reference: null }),
      );
      if (outcome.kind !== 'done' && outcome.kind !== 'refused') throw new Error(JSON.stringify(outcome));
      return outcome.kind === 'done';
    },
    close: () => app.close(),
  };
}

/** The body of the same request over HTTP. */
export const bodyOf = (itemId: string): string =>
  JSON.stringify({ channel: seller, lines: [{ itemId, quantity: 1 }], ttlSeconds });

function configOf(databaseUrl: string): CoreConfig {
  const env = {
    DATABASE_URL: databaseUrl,
    // Nobody dials it: the relay is not started.
    AMQP_URL: 'amqp://127.0.0.1:1',
    LOG_LEVEL: 'error',
    TILLBRIDGE_SERVICE_TOKENS: serviceToken,
    TILLBRIDGE_OPERATOR_TOKENS: randomBytes(24).toString('hex'),
    TILLBRIDGE_MASTER_KEY: randomBytes(32).toString('base64'),
  };
  return parseEnvironment(CoreConfig, env, 'inventory-core');
}

const stores = ['store-a', 'store-b'];
const shop = {
  till: 'till',
  takesCharges: false,
  stores: stores.map((channel, index) => ({ channel, rank: index + 1, zeroValue: false })),
  sellers: [{ channel: seller, rank: 3, zeroValue: false, currency: 'EUR' }],
  places: [
    ...stores.map((channel, index) => ({ channel, storeLocation: String(index + 1), serves: ['main'] })),
    { channel: seller, storeLocation: seller, serves: ['main'] },
  ],
  // Dealing out the last units is another matter: here the seller may have them all.
  policy: {
    version: 1,
    rules: {
      ...policyDefaults,
      safetyStock: { units: 0, rules: [] },
      escrow: { ...policyDefaults.escrow, enabled: false },
    },
  },
};

const listingsOf = (sku: string): Envelope[] => [
  listed('till', `till-${sku}`, sku),
  ...stores.map((channel) => listed(channel, `${channel}-${sku}`, sku)),
];

function inBatches<T>(all: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / factsPerBatch) }, (_, index) =>
    all.slice(index * factsPerBatch, (index + 1) * factsPerBatch),
  );
}

async function itemsOf(
  database: { query: (sql: string, values: unknown[]) => Promise<unknown> },
  skus: readonly string[],
) {
  const rows = (await database.query('SELECT sku, item_id FROM listing WHERE channel = $1 AND sku = ANY($2::text[])', [
    'till',
    skus,
  ])) as { sku: string; item_id: string }[];
  const ids = new Map(rows.map((row) => [row.sku, row.item_id]));
  return skus.map((sku) => ids.get(sku) as string);
}
