import { Socket } from 'node:net';
import { Logger } from '@nestjs/common';
import { eventually, freshVhost, type FreshVhost } from '@tillbridge/testing';
import { connect, type Channel } from 'amqplib';
import { FactPublisher, NotPublished } from './fact-publisher';
import { ParkedQueue } from './parked-queue';
import { claimFact, claimFacts, startServer } from './spec-facts';

const queue = 'inventory-core.facts';

describe('publishing facts', () => {
  let vhost: FreshVhost;
  let publisher: FactPublisher;

  beforeEach(async () => {
    Logger.overrideLogger(false);
    vhost = await freshVhost('publish');
    publisher = new FactPublisher({ url: vhost.url });
  });

  afterEach(async () => {
    await publisher.close();
    await vhost.drop();
  });

  async function withChannel<T>(work: (channel: Channel) => Promise<T>): Promise<T> {
    const connection = await connect(vhost.url);
    const result = await work(await connection.createChannel());
    await connection.close();
    return result;
  }

  it('puts facts into the queue of a service that has never started yet, readable in the console', async () => {
    const fact = claimFact(1);
    await publisher.publish([fact]);
    const message = await withChannel((channel) => channel.get(queue));
    expect(message).toMatchObject({
      properties: {
        messageId: fact.id,
        type: 'store.claim_changed',
        contentType: 'application/json',
        deliveryMode: 2,
        headers: { traceparent: fact.traceparent },
      },
    });
  });

  it('rejects clearly what no queue takes, by id, and publishes its neighbours', async () => {
    await publisher.publish([claimFact(0)]);
    await withChannel((channel) => channel.unbindQueue(queue, 'tillbridge.facts', 'store.claim_changed.v1'));
    const unroutable = claimFact(1);
    const known = { ...claimFact(2), type: 'order.short' };
    const failure: unknown = await publisher.publish([unroutable, known]).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(NotPublished);
    expect(String(failure)).toBe('NotPublished: 1 facts not published: no queue takes store.claim_changed.v1');
    expect([...(failure as NotPublished).ids]).toEqual([unroutable.id]);
    expect(await withChannel((channel) => channel.get('shopify-gateway.facts'))).toMatchObject({
      properties: { messageId: known.id },
    });
  });

  it('tells a fact that no service of ours listens to to whoever has bound a queue, and waits for nobody', async () => {
    const first = { ...claimFact(1), type: 'reservation.changed' };
    const second = { ...claimFact(2), type: 'reservation.changed' };
    await publisher.publish([first]);
    await withChannel(async (channel) => {
      await channel.assertQueue('of-a-shop', { durable: true });
      await channel.bindQueue('of-a-shop', 'tillbridge.facts', 'reservation.changed.v1');
    });
    await publisher.publish([second]);
    expect(await withChannel((channel) => channel.get('of-a-shop'))).toMatchObject({
      properties: { messageId: second.id },
    });
  });

  it('declares what was missing, so that the next try gets through', async () => {
    await publisher.publish([claimFact(0)]);
    await withChannel((channel) => channel.deleteQueue(queue));
    await expect(publisher.publish([claimFact(1)])).rejects.toThrow('no queue takes');
    await eventually(() => publisher.publish([claimFact(2)]).then(() => true));
  });

  it('says that the broker is away, after a bounded wait', async () => {
    const nowhere = new FactPublisher({ url: 'amqp://guest:guest@127.0.0.1:1', readyWaitMsMax: 50 });
    expect(nowhere.isReady()).toBe(false);
    await expect(nowhere.publish(claimFacts(3))).rejects.toThrow('3 facts not published: the broker cannot be reached');
    await nowhere.close();
  });

  it.each<[string, (url: string) => Promise<unknown>]>([
    ['publishing', () => publisher.publish([claimFact(1)])],
    ['consuming', async (url) => (await startServer(url, async () => undefined)).close()],
    ['looking at parked messages', (url) => new ParkedQueue({ url, service: 'inventory-core' }).count()],
  ])('sends each small frame at once when %s, instead of waiting for company', async (_what, connectBy) => {
    const noDelay = jest.spyOn(Socket.prototype, 'setNoDelay');
    await connectBy(vhost.url);
    expect(noDelay).toHaveBeenCalledWith(true);
    noDelay.mockRestore();
  });

  it('asks nothing of the broker for no facts', async () => {
    const nowhere = new FactPublisher({ url: 'amqp://guest:guest@127.0.0.1:1' });
    await expect(nowhere.publish([])).resolves.toBeUndefined();
    await nowhere.close();
  });
});
