import { createHmac, timingSafeEqual } from 'node:crypto';
import type { RawWebhook, Verdict } from '@tillbridge/gateway-kit';

export interface VerifyOptions {
  /** All client secrets that may have signed: rotation takes up to an hour. */
  secrets: readonly string[];
  domain: string;
}

/** When it was sent, in what version, and after what action: nothing else of a request's headers is kept. */
const keptHeaders = ['x-shopify-triggered-at', 'x-shopify-api-version', 'x-shopify-event-id'];

/** Genuine means: signed over these very bytes with one of our secrets, and sent for this store. */
export function verifyWebhook({ headers, body }: RawWebhook, { secrets, domain }: VerifyOptions): Verdict {
  const refuse = (reason: string): Verdict => ({ genuine: false, reason });
  if (!isSigned(headers['x-shopify-hmac-sha256'], body, secrets)) return refuse('the signature does not match');
  if (headers['x-shopify-shop-domain']?.toLowerCase() !== domain.toLowerCase()) return refuse('sent for another store');
  const deliveryId = headers['x-shopify-webhook-id'];
  const topic = headers['x-shopify-topic'];
  // Never the event id: it is shared by all deliveries of one merchant action.
  if (!deliveryId || !topic) return refuse('the delivery id or the topic is missing');
  const kept = keptHeaders.flatMap((name) => (headers[name] ? [[name, headers[name]] as const] : []));
  return {
    genuine: true,
    deliveryId: deliveryId.slice(0, 200),
    topic: topic.slice(0, 200),
    headers: Object.fromEntries(kept),
  };
}

function isSigned(signature: string | undefined, body: Buffer, secrets: readonly string[]): boolean {
  const given = Buffer.from(signature ?? '', 'base64');
  let signed = false;
  // Every secret is tried whatever came before, so that the time taken tells nothing.
  for (const secret of secrets) {
    const right = createHmac('sha256', secret).update(body).digest();
    if (given.length === right.length && timingSafeEqual(given, right)) signed = true;
  }
  return signed;
}
