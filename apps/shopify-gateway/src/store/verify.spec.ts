import { createHmac } from 'node:crypto';
import type { RawWebhook } from '@tillbridge/gateway-kit';
import { verifyWebhook } from './verify';

const options = { secrets: ['new secret', 'old secret'], domain: 'acme-a.myshopify.com' };
const body = Buffer.from('{"slash":"\\/","id":271878346596884015}');

function webhook(change: Record<string, string | undefined> = {}, signedWith = 'new secret'): RawWebhook {
  return {
    body,
    headers: {
      'x-shopify-hmac-sha256': createHmac('sha256', signedWith).update(body).digest('base64'),
      'x-shopify-shop-domain': 'acme-a.myshopify.com',
      'x-shopify-webhook-id': 'delivery-1',
      'x-shopify-event-id': 'event-1',
      'x-shopify-topic': 'orders/create',
      'x-shopify-triggered-at': '2026-11-23T10:00:00.123456789Z',
      authorization: 'nothing of ours',
      ...change,
    },
  };
}

describe('verifying a webhook', () => {
  it.each(options.secrets)('takes one signed over the very bytes with %s', (secret) => {
    expect(verifyWebhook(webhook({}, secret), options)).toMatchObject({ genuine: true, topic: 'orders/create' });
  });

  it('names the delivery by its own id, never by the event it shares with others', () => {
    expect(verifyWebhook(webhook(), options)).toMatchObject({ deliveryId: 'delivery-1' });
  });

  it('keeps the headers that translation needs and no other', () => {
    const verdict = verifyWebhook(webhook(), options);
    expect(verdict.genuine && Object.keys(verdict.headers).sort()).toEqual([
      'x-shopify-event-id',
      'x-shopify-triggered-at',
    ]);
  });

  it.each([
    ['signed with another secret', webhook({}, 'stolen')],
    ['without a signature', webhook({ 'x-shopify-hmac-sha256': undefined })],
    ['with a signature of another length', webhook({ 'x-shopify-hmac-sha256': 'AAAA' })],
    ['over other bytes of equal meaning', { ...webhook(), body: Buffer.from(body.toString().replace('\\/', '/')) }],
    ['sent for another store', webhook({ 'x-shopify-shop-domain': 'acme-b.myshopify.com' })],
    ['without a delivery id', webhook({ 'x-shopify-webhook-id': undefined })],
    ['without a topic', webhook({ 'x-shopify-topic': undefined })],
  ])('refuses one %s', (_what, refused) => {
    expect(verifyWebhook(refused, options)).toMatchObject({ genuine: false });
  });

  it('refuses everything while no secret is known', () => {
    expect(verifyWebhook(webhook(), { ...options, secrets: [] })).toMatchObject({ genuine: false });
  });
});
