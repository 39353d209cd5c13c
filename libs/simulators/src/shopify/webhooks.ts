import { createHmac } from 'node:crypto';
import { stringify } from 'lossless-json';
import { DeliveryQueue, type Delivery, type Rng } from '../shared';
import { DeliveryFaults, spoiled } from './delivery-faults';
import { parseSearch } from './search';
import type { ShopifyTwinOptions } from './options';
import type { Emission } from './model/shop';
import type { State, Subscription } from './model/state';

/** Payload version of the app's webhook setting; not the version of the URL that made the subscription. */
export const WEBHOOK_API_VERSION = '2026-07';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** 8 retries over 4 hours; the intervals themselves are not published. */
const RETRY_MS = [10 * SECOND, 30 * SECOND, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE, 40 * MINUTE, HOUR, 2 * HOUR];
const TIMEOUT_MS = 5 * SECOND;

/** Turns emissions into signed deliveries to whoever subscribed, and drops subscriptions that never answer. */
export class Webhooks {
  readonly queue: DeliveryQueue;
  readonly faults = new DeliveryFaults();
  /** Last body per subscription and resource: includeFields debounces payloads that did not change. */
  private readonly lastBody = new Map<string, string>();

  constructor(
    private readonly state: State,
    private readonly rng: Rng,
    options: ShopifyTwinOptions,
    onSubscriptionDropped: (subscription: Subscription) => void,
  ) {
    this.queue = new DeliveryQueue({
      rng: rng.fork(),
      delayMs: options.webhookMs,
      retryMs: RETRY_MS.map((ms) => ms * options.retryScale),
      timeoutMs: TIMEOUT_MS,
      onGivenUp: ({ subscription: id }) => {
        const subscription = state.subscriptions.get(id ?? '');
        if (!subscription) return;
        state.subscriptions.delete(subscription.id);
        onSubscriptionDropped(subscription);
      },
    });
  }

  emit(emissions: Emission[], eventId: string): void {
    for (const emission of emissions) {
      const topic = emission.topic.replace('/', '_').toUpperCase();
      for (const subscription of this.state.subscriptions.values()) {
        if (subscription.topic === topic && passes(subscription, emission)) this.send(subscription, emission, eventId);
      }
    }
  }

  private send(subscription: Subscription, emission: Emission, eventId: string): void {
    const fault = this.faults.take(emission.topic);
    const body = bodyOf(subscription, { ...emission, payload: spoiled(fault, emission) });
    if (subscription.includeFields.length > 0) {
      const key = `${subscription.id} ${emission.resource}`;
      if (this.lastBody.get(key) === body) return;
      this.lastBody.set(key, body);
    }
    const delivery = this.delivery(subscription, emission.topic, Buffer.from(body), eventId);
    if (fault === 'bad_hmac') delivery.headers['X-Shopify-Hmac-Sha256'] = signed(delivery.body, 'of somebody else');
    this.queue.enqueue(delivery);
  }

  private delivery(subscription: Subscription, topic: string, body: Buffer, eventId: string): Delivery {
    const { domain, clientSecret } = this.state.identity;
    return {
      url: subscription.uri,
      subscription: subscription.id,
      body,
      headers: {
        'Content-Type': 'application/json',
        'User-Agent': 'Shopify-Captain-Hook',
        'X-Shopify-Topic': topic,
        'X-Shopify-Hmac-Sha256': signed(body, clientSecret),
        'X-Shopify-Shop-Domain': domain,
        'X-Shopify-API-Version': WEBHOOK_API_VERSION,
        'X-Shopify-Webhook-Id': this.rng.uuid(),
        'X-Shopify-Triggered-At': nanoseconds(),
        'X-Shopify-Event-Id': eventId,
        ...(subscription.name ? { 'X-Shopify-Name': subscription.name } : {}),
      },
    };
  }
}

const signed = (body: Buffer, secret: string): string => createHmac('sha256', secret).update(body).digest('base64');

/** Slashes are escaped, as PHP and Rails do: equal JSON, other bytes, so only the raw body verifies. */
function bodyOf(subscription: Subscription, { payload }: Emission): string {
  const { includeFields } = subscription;
  const kept =
    includeFields.length === 0
      ? payload
      : Object.fromEntries(Object.entries(payload).filter(([field]) => includeFields.includes(field)));
  return (stringify(kept) as string).replaceAll('/', '\\/');
}

function passes({ filter }: Subscription, { payload }: Emission): boolean {
  if (!filter) return true;
  return parseSearch(filter).matches((field) => valuesAt(payload, field.split('.')));
}

/** Every value at a dotted path, through arrays: variants.price. */
function valuesAt(value: unknown, path: string[]): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => valuesAt(one, path));
  if (path.length === 0) return value === null || value === undefined ? [] : [String(value)];
  return value && typeof value === 'object' ? valuesAt((value as Record<string, unknown>)[path[0]], path.slice(1)) : [];
}

function nanoseconds(): string {
  const fraction = String(process.hrtime.bigint() % 1_000_000n).padStart(6, '0');
  return new Date().toISOString().replace('Z', `${fraction}Z`);
}
