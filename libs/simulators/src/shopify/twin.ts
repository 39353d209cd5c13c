import { AnswerFaults, createLog, Latency, Rng, serve, type RunningServer, type TwinRequest } from '../shared';
import { controlSurface } from './control';
import { AdminDoor } from './door';
import { DEFAULT_SWITCHES, StaleInjections } from './faults';
import { CostBucket } from './graphql/bucket';
import { GraphqlDoor } from './graphql/execute';
import { IdempotencyKeys } from './graphql/idempotency';
import { API_VERSIONS, schemaOf } from './graphql/schema';
import { Ids } from './model/ids';
import { openPublications } from './model/publications';
import type { Shop } from './model/shop';
import { emptyState } from './model/state';
import { grantToken } from './oauth';
import { withShopifyDefaults, type ShopifyTwinOptions } from './options';
import { Webhooks } from './webhooks';

/** One Shopify store as seen from outside: Admin API and OAuth on one side, webhooks on the other, people at /__twin. */
export async function startShopifyTwin(overrides: Partial<ShopifyTwinOptions> = {}): Promise<RunningServer> {
  const options = withShopifyDefaults(overrides);
  const timers = new Set<NodeJS.Timeout>();
  const { shop, webhooks } = openShop(options, timers);
  schemaOf(API_VERSIONS[0]);
  const rng = shop.rng.fork();
  const latency = new Latency(rng.fork(), options.answerMs);
  const answers = new AnswerFaults(rng.fork());
  const injections = new StaleInjections(shop);
  const graphql = new GraphqlDoor(
    shop,
    new CostBucket(options.bucket, shop.now),
    new IdempotencyKeys(shop.now, options.idempotencyMs),
  );
  const admin = new AdminDoor(shop, graphql, latency, answers, injections);
  const { queue, faults: deliveries } = webhooks;
  const control = controlSurface({ shop, queue, deliveries, answers, injections });

  const handle = async (request: TwinRequest) => {
    const controlled = control(request);
    if (controlled) return controlled;
    const version = /^\/admin\/api\/([^/]+)\/graphql\.json$/.exec(request.path)?.[1];
    if (request.method === 'POST' && version) return admin.handle(request, version);
    if (request.method === 'POST' && request.path === '/admin/oauth/access_token') {
      return latency.around(() => grantToken(shop, request));
    }
    return { status: 404, body: { errors: 'Not Found' } };
  };

  const server = await serve({ port: options.port, host: options.host, handle });
  return {
    url: server.url,
    close: async () => {
      webhooks.queue.close();
      timers.forEach(clearTimeout);
      await server.close();
    },
  };
}

function openShop(options: ShopifyTwinOptions, timers: Set<NodeJS.Timeout>): { shop: Shop; webhooks: Webhooks } {
  const rng = new Rng(options.seed);
  const state = emptyState();
  const log = createLog();
  const webhooks = new Webhooks(state, rng.fork(), options, ({ topic, uri }) =>
    log.append('subscription_dropped', { topic, uri }),
  );
  const shop: Shop = {
    state,
    options,
    switches: { ...DEFAULT_SWITCHES },
    log,
    rng: rng.fork(),
    ids: new Ids(rng.fork(), options.bigIds),
    now: () => Date.now(),
    later: (delayMs, work) => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        work();
      }, delayMs);
      timers.add(timer);
    },
    emit: (emissions, eventId) => webhooks.emit(emissions, eventId),
  };
  openPublications(state, shop.ids);
  return { shop, webhooks };
}
