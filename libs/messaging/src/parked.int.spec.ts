import { Logger } from '@nestjs/common';
import type { Envelope } from '@tillbridge/contracts';
import { PermanentError } from '@tillbridge/persistence';
import { eventually, freshVhost, type FreshVhost } from '@tillbridge/testing';
import { connect, type ChannelModel, type ConfirmChannel } from 'amqplib';
import { FactPublisher } from './fact-publisher';
import type { FactServer } from './fact-server';
import { ParkedQueue } from './parked-queue';
import { claimFact, claimFacts, seqOf, startServer } from './spec-facts';
import { factsExchange, topologyOf } from './topology';

describe('parked messages', () => {
  let vhost: FreshVhost;
  let publisher: FactPublisher;
  let parked: ParkedQueue;
  let connection: ChannelModel;
  let channel: ConfirmChannel;
  let server: FactServer | undefined;
  let poison: (fact: Envelope) => boolean;
  const seen: number[] = [];
  const logged: string[] = [];

  beforeEach(async () => {
    seen.length = logged.length = 0;
    poison = () => false;
    const log = (message: unknown) => void logged.push(String(message));
    Logger.overrideLogger({ log, warn: log, error: log });
    vhost = await freshVhost('parked');
    publisher = new FactPublisher({ url: vhost.url });
    parked = new ParkedQueue({ url: vhost.url, service: 'inventory-core' });
    connection = await connect(vhost.url);
    channel = await connection.createConfirmChannel();
    server = await startServer(vhost.url, async (facts) => {
      if (facts.some(poison)) throw new PermanentError('this item is poisonous');
      seen.push(...facts.map(seqOf));
    });
  });

  afterEach(async () => {
    await server?.close();
    await publisher.close();
    await connection.close();
    await vhost.drop();
  });

  /** Past the publisher, as a broken or foreign producer would. */
  async function put(content: string, messageId?: string): Promise<void> {
    channel.publish(factsExchange, 'store.claim_changed.v1', Buffer.from(content), { messageId, persistent: true });
    await channel.waitForConfirms();
  }

  const parkedCount = (count: number) =>
    eventually(async () => {
      const messages = await parked.list();
      expect(messages).toHaveLength(count);
      return messages;
    });

  it('one poisonous among 50 neighbours is parked alone with its reason, and replayed after mending', async () => {
    poison = (fact) => seqOf(fact) === 17;
    const facts = claimFacts(51);
    await publisher.publish(facts);
    const [message] = await parkedCount(1);
    expect(message).toEqual({
      id: facts[17]!.id,
      type: 'store.claim_changed',
      reason: 'PermanentError: this item is poisonous',
      attempts: 1,
      firstFailedAt: expect.stringMatching(/^\d{4}-/),
      parkedAt: expect.stringMatching(/^\d{4}-/),
      envelope: facts[17],
    });
    await eventually(() => expect(seen).toHaveLength(50));
    expect(seen).not.toContain(17);

    poison = () => false;
    expect(await parked.replay([facts[17]!.id])).toBe(1);
    await eventually(() => expect(seen).toContain(17));
    expect(await parked.count()).toBe(0);
    expect(seen).toHaveLength(51);
  });

  it('parks at once what is no fact at all, what is unknown and what breaks its schema; neighbours pass', async () => {
    const broken = claimFact(2);
    await put('{"half');
    await put(JSON.stringify({ ...claimFact(1), version: 99 }), 'from-tomorrow');
    await put(JSON.stringify({ ...broken, data: { ...broken.data, claim: -1 } }), broken.id);
    await publisher.publish([claimFact(5)]);
    await eventually(() => expect(seen).toEqual([5]));
    const messages = await parkedCount(3);
    expect(messages.map(({ reason }) => reason)).toEqual([
      'PermanentError: the body is not JSON',
      'PermanentError: this release knows no store.claim_changed.v99',
      expect.stringContaining('store.claim_changed.v1 is not valid: claim: '),
    ]);
    expect(messages.map(({ attempts }) => attempts)).toEqual([1, 1, 1]);
    expect(messages[0]).toMatchObject({ id: expect.stringMatching(/^sha256-/), type: null, envelope: null });
    // Replayed without mending, it is parked again: nothing is lost by trying.
    expect(await parked.replay([messages[0]!.id])).toBe(1);
    await parkedCount(3);
  });

  it('is listed oldest first, however often one looks, and replayed by id from the middle or all at once', async () => {
    poison = () => true;
    const facts = claimFacts(6);
    await publisher.publish(facts);
    const order = (await parkedCount(6)).map(({ id }) => id);
    expect(order).toEqual(facts.map(({ id }) => id));
    for (let look = 0; look < 30; look++) expect((await parked.list(4)).map(({ id }) => id)).toEqual(order.slice(0, 4));
    expect((await parked.list()).map(({ id }) => id)).toEqual(order);

    poison = () => false;
    expect(await parked.replay([order[2]!, order[4]!, 'unknown'])).toBe(2);
    await eventually(() => expect(seen.toSorted()).toEqual([2, 4]));
    expect((await parked.list()).map(({ id }) => id)).toEqual([0, 1, 3, 5].map((index) => order[index]));

    expect(await parked.replay('all')).toBe(4);
    await eventually(() => expect(seen).toEqual([2, 4, 0, 1, 3, 5]));
    expect(await parked.list()).toEqual([]);
    expect(await parked.replay('all')).toBe(0);
  });

  it('is let go for good by id, with a line in the log, and its neighbours stay in their order', async () => {
    poison = () => true;
    const facts = claimFacts(4);
    await publisher.publish(facts);
    const order = (await parkedCount(4)).map(({ id }) => id);
    expect(await parked.discard([order[1]!, order[3]!, 'unknown'])).toBe(2);
    expect((await parked.list()).map(({ id }) => id)).toEqual([order[0], order[2]]);
    expect(logged).toContain(
      `discarded by a person: ${order[1]}, parked because of PermanentError: this item is poisonous`,
    );
    expect(await parked.discard([order[1]!])).toBe(0);
    poison = () => false;
    expect(await parked.replay('all')).toBe(2);
    await eventually(() => expect(seen).toEqual([0, 2]));
  });

  it('is parked by the broker itself when its consumer goes away each time', async () => {
    await server?.close();
    server = undefined;
    const fact = claimFact(1);
    await publisher.publish([fact]);
    const { queue } = topologyOf('inventory-core');
    let deliveries = 0;
    await eventually(async () => {
      for (let message = await channel.get(queue); message; message = await channel.get(queue)) {
        deliveries += 1;
        channel.reject(message, true);
      }
      return (await parked.count()) === 1;
    });
    // Well above what a few restarts of the consumer and cuts of its connection may cost one message.
    expect(deliveries).toBeGreaterThan(50);
    expect(await parked.list()).toMatchObject([
      { id: fact.id, reason: 'the consumer went away each time it was handed this message', attempts: 0 },
    ]);
  });

  it('is not lost when the queue it should go to is gone: that queue is declared again first', async () => {
    // First, because connecting declares the queue.
    await publisher.publish([claimFact(100)]);
    await channel.deleteQueue(topologyOf('inventory-core').parked);
    poison = (fact) => seqOf(fact) === 1;
    const facts = claimFacts(3);
    await publisher.publish(facts);
    // Before anybody looks: looking would declare the queue as well.
    await eventually(() => logged.some((line) => line.startsWith('inventory-core.parked did not take')));
    await eventually(() => logged.some((line) => line.startsWith(`parked ${facts[1]!.id}`)));
    expect(await parkedCount(1)).toMatchObject([{ id: facts[1]!.id }]);
    await eventually(() => expect(new Set(seen)).toEqual(new Set([100, 0, 2])));
  });

  it('tells why in the log, and never what was in it', async () => {
    const secret = 'Ada Lovelace';
    await put(`{"name": "${secret}"`);
    await put(JSON.stringify({ ...claimFact(1), data: { ...claimFact(1).data, channel: secret, claim: secret } }));
    poison = () => true;
    await publisher.publish([{ ...claimFact(3), correlationId: secret }]);
    await parkedCount(3);
    expect(logged.filter((line) => line.startsWith('parked '))).toHaveLength(3);
    expect(logged.join('\n')).not.toContain('Ada');
  });

  it('cannot be looked at while the broker is away, and says so', async () => {
    const nowhere = new ParkedQueue({ url: 'amqp://guest:guest@127.0.0.1:1', service: 'inventory-core' });
    await expect(nowhere.list()).rejects.toThrow(/^the broker cannot be reached: .*ECONNREFUSED/);
  });
});
