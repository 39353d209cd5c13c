import { createHmac } from 'node:crypto';
import { WebhookListener } from '../../spec-kit/webhook-listener';
import { SinkBusy, type AlertMessage } from './alert';
import { webhookSink } from './webhook-sink';

const message: AlertMessage = {
  id: '01932f6e-7c00-7d30-8a10-5a2c3e4f5a6b',
  source: 'inventory-core',
  at: new Date('2026-11-23T10:00:00.000Z'),
  text: { subject: 'Order #1 is short of 1 × <!channel>', cause: 'It & more is gone.', action: 'Look.' },
  fields: { channel: 'store-a', order: '1' },
};

describe('the webhook sink', () => {
  let listener: WebhookListener;
  beforeEach(async () => {
    listener = await WebhookListener.open();
  });
  afterEach(() => listener.close());

  const sink = (secret: string | null = null) => webhookSink({ url: listener.url, secret, timeoutMs: 200 });

  it('posts words for a chat, which can call nobody, and the same as fields', async () => {
    expect(await sink().deliver(message)).toBeNull();
    const [{ headers, body }] = listener.posts;
    expect(JSON.parse(body)).toEqual({
      text: '*Order #1 is short of 1 × &lt;!channel&gt;*\nIt &amp; more is gone.\n*What to do:* Look.',
      id: message.id,
      source: 'inventory-core',
      at: '2026-11-23T10:00:00.000Z',
      ...message.text,
      details: message.fields,
    });
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'idempotency-key': message.id });
    expect(headers).not.toHaveProperty('x-tillbridge-signature');
  });

  it('signs the bytes it sends with the shared secret', async () => {
    await sink('a shared secret of some length').deliver(message);
    const [{ headers, body }] = listener.posts;
    const signature = createHmac('sha256', 'a shared secret of some length').update(body).digest('hex');
    expect(headers['x-tillbridge-signature']).toBe(`sha256=${signature}`);
  });

  it.each([
    [500, 'it answered 500'],
    [404, 'it answered 404'],
    [429, 'it answered 429 (too many)'],
    [302, 'it answered 302'],
  ])('takes %i for not delivered, and follows it nowhere', async (status, reason) => {
    listener.status = () => status;
    await expect(sink().deliver(message)).rejects.toThrow(reason);
    expect(listener.posts).toHaveLength(1);
  });

  const refusal = () =>
    sink()
      .deliver(message)
      .then(fail, (error: unknown) => error);

  it.each([
    [429, '120', 120_000],
    [503, '0.5', 500],
  ])('passes on for how long it is to be left alone: %i, Retry-After: %s', async (status, wait, retryAfterMs) => {
    listener.status = () => status;
    listener.headers = { 'retry-after': wait };
    const error = await refusal();
    expect(error).toBeInstanceOf(SinkBusy);
    expect(error).toMatchObject({ retryAfterMs });
  });

  it('takes a date, too, for how long', async () => {
    listener.status = () => 429;
    listener.headers = { 'retry-after': new Date(Date.now() + 90_000).toUTCString() };
    const { retryAfterMs } = (await refusal()) as SinkBusy;
    expect(retryAfterMs).toBeGreaterThan(80_000);
    expect(retryAfterMs).toBeLessThanOrEqual(90_000);
  });

  it.each([
    [500, '120'],
    [429, 'soon'],
    [429, '-1'],
    [429, ''],
    [503, 'Mon, 23 Nov 2020 10:00:00 GMT'],
  ])('is left to be tried as usual after %i with Retry-After: %s', async (status, wait) => {
    listener.status = () => status;
    listener.headers = { 'retry-after': wait };
    expect(await refusal()).not.toBeInstanceOf(SinkBusy);
  });

  it('waits for an answer a bounded time', async () => {
    listener.status = () => null;
    await expect(sink().deliver(message)).rejects.toThrow('it did not answer within 200 ms');
  });

  it('says that nobody is there, and never the address, which is a secret', async () => {
    await listener.close();
    const failure: Error = await sink()
      .deliver(message)
      .then(
        () => new Error('delivered'),
        (error) => error,
      );
    expect(failure.message).toBe('it cannot be reached (ECONNREFUSED)');
    listener = await WebhookListener.open();
  });
});

function fail(): never {
  throw new Error('it was taken');
}
