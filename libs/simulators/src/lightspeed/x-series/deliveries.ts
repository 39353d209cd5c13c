import { createHmac } from 'node:crypto';
import { DeliveryQueue, type Rng, type TwinOptions } from '../../shared';
import type { Hook } from './records';
import { toJson } from './json';
import type { Twin } from './twin';

/** The vendor's own numbers: an answer within 5 s, else up to 20 retries over 48 h, each wait longer than the last. */
export const ANSWER_TIMEOUT_MS = 5_000;
const RETRIES_MAX = 20;
const RETRY_HORIZON_MS = 48 * 3_600_000;
const RETRY_GROWTH = 1.6;

/** Waits between attempts in ms: exponential, together the vendor's 48 h, times `scale`. */
export function retrySchedule(scale: number): number[] {
  const firstMs = (RETRY_HORIZON_MS * (RETRY_GROWTH - 1)) / (RETRY_GROWTH ** RETRIES_MAX - 1);
  return Array.from({ length: RETRIES_MAX }, (_, attempt) => Math.round(firstMs * RETRY_GROWTH ** attempt * scale));
}

export function createDeliveries(rng: Rng, options: TwinOptions): DeliveryQueue {
  return new DeliveryQueue({
    rng,
    delayMs: options.webhookMs,
    retryMs: retrySchedule(options.retryScale),
    timeoutMs: ANSWER_TIMEOUT_MS,
  });
}

/** `signature=<hash>,algorithm=HMAC-SHA256` over the bytes of the body. */
export function signature(secret: string, body: Buffer, encoding: 'hex' | 'base64'): string {
  return `signature=${createHmac('sha256', secret).update(body).digest(encoding)},algorithm=HMAC-SHA256`;
}

/** Sends one event to every active hook of its type, whoever caused it: an app hears of its own writes too. */
export function announce(twin: Twin, type: string, payload: unknown): void {
  for (const hook of twin.retailer.hooks.values()) {
    if (hook.active && hook.type === type) twin.deliveries.enqueue(deliveryTo(twin, hook, payload));
  }
}

function deliveryTo(twin: Twin, hook: Hook, payload: unknown) {
  const form = new URLSearchParams({ payload: toJson(payload) });
  // "Other form fields may be present but are not guaranteed to be."
  if (twin.formRng.chance(0.5)) form.set('domain_prefix', twin.retailer.domainPrefix);
  if (twin.formRng.chance(0.5)) form.set('environment', 'prod');
  const body = Buffer.from(form.toString(), 'utf8');
  const headers: Record<string, string> = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
  if (hook.secret) headers['x-signature'] = signature(hook.secret, body, twin.settings.signatureEncoding);
  return { url: hook.url, headers, body, subscription: hook.id };
}
