import { DEFAULT_OPTIONS, flag, INSTANT_OPTIONS, NO_DELAY, range, readTwinOptions } from '../shared';
import type { Range, TwinOptions } from '../shared';

export interface ShopifyTwinOptions extends TwinOptions {
  /** Fulfilment orders appear this long after the order, in ms. */
  routingMs: Range;
  /** An accepted orderCancel takes effect this long after its answer, in ms. */
  cancelJobMs: Range;
  /** How long Product.totalInventory still shows the value before a write, in ms. */
  totalInventoryLagMs: number;
  /** Cost bucket of the plan: points it holds, points restored per second. */
  bucket: { maximum: number; restorePerSecond: number };
  /** Life of a client-credentials token, in seconds. */
  tokenSeconds: number;
  /** How long an idempotency key is remembered, in ms. */
  idempotencyMs: number;
  /** Ids above 2^53, as in Shopify's own samples, instead of the 13-14 digits of live shops. */
  bigIds: boolean;
  /** Refuse http:// webhook addresses as the real shop does. */
  requireHttps: boolean;
}

const HOUR_MS = 3_600_000;

const SHOPIFY_DEFAULTS = {
  routingMs: { min: 0, max: 3000 },
  cancelJobMs: { min: 100, max: 800 },
  totalInventoryLagMs: 2000,
  bucket: { maximum: 2000, restorePerSecond: 100 },
  tokenSeconds: 86_400,
  idempotencyMs: 24 * HOUR_MS,
  bigIds: false,
  requireHttps: false,
};

/** What a test gets in process: no waiting and no limits, unless it asks. */
export function instantShopify(overrides: Partial<ShopifyTwinOptions> = {}): ShopifyTwinOptions {
  return { ...SHOPIFY_DEFAULTS, ...INSTANT_OPTIONS, routingMs: NO_DELAY, cancelJobMs: NO_DELAY, ...overrides };
}

export function withShopifyDefaults(overrides: Partial<ShopifyTwinOptions> = {}): ShopifyTwinOptions {
  return { ...DEFAULT_OPTIONS, ...SHOPIFY_DEFAULTS, ...overrides };
}

/** Command line and environment; besides the common flags: --routing-ms, --plan standard|advanced|plus, --big-ids, --require-https. */
export function readShopifyOptions(argv: string[], env: NodeJS.ProcessEnv): ShopifyTwinOptions {
  return {
    ...SHOPIFY_DEFAULTS,
    ...readTwinOptions(argv, env),
    routingMs: range('routing-ms', flag(argv, env, 'routing-ms'), SHOPIFY_DEFAULTS.routingMs),
    bucket: bucketOf(flag(argv, env, 'plan')),
    bigIds: argv.includes('--big-ids'),
    requireHttps: argv.includes('--require-https'),
  };
}

const BUCKETS: Record<string, ShopifyTwinOptions['bucket']> = {
  standard: { maximum: 2000, restorePerSecond: 100 },
  advanced: { maximum: 4000, restorePerSecond: 200 },
  plus: { maximum: 20_000, restorePerSecond: 1000 },
};

function bucketOf(plan: string | undefined): ShopifyTwinOptions['bucket'] {
  const bucket = BUCKETS[plan ?? 'standard'];
  if (!bucket) throw new Error(`--plan must be one of ${Object.keys(BUCKETS).join(', ')}, got "${plan}"`);
  return bucket;
}
