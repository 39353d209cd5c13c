import { Logger } from '@nestjs/common';
import { eventually, freshVhost, type FreshVhost } from '@tillbridge/testing';
import { connect, type ChannelModel, type ConfirmChannel } from 'amqplib';
import { messageOf } from './fact-message';
import type { FactServer } from './fact-server';
import { claimFacts, seqOf, startServer, type BatchHandler } from './spec-facts';
import { factsExchange, topologyOf } from './topology';

/** The whole ladder in a quarter of a second. On a virtual host of its own, because queues keep their arguments. */
const retryDelaysMs = [20, 40, 60, 80];
const { queue, parked } = topologyOf('inventory-core');

describe('weather that a handler lets through raw', () => {
  let vhost: FreshVhost;
  let connection: ChannelModel;
  let channel: ConfirmChannel;
  let server: FactServer;
  let trouble: Error | null;
  let calls: number;
  const seen: number[] = [];

  const handle: BatchHandler = async (facts) => {
    calls += 1;
    if (trouble) throw trouble;
    seen.push(...facts.map(seqOf));
  };

  beforeEach(async () => {
    Logger.overrideLogger(false);
    seen.length = calls = 0;
    vhost = await freshVhost('weather');
    server = await startServer(vhost.url, handle, { retryDelaysMs, weatherMsMax: 50 });
    connection = await connect(vhost.url);
    channel = await connection.createConfirmChannel();
  });

  afterEach(async () => {
    await server.close();
    await connection.close();
    await vhost.drop();
  });

  /** Not by FactPublisher, which would declare the retry queues with their usual delays. */
  async function publish(count: number): Promise<void> {
    for (const fact of claimFacts(count)) {
      const { routingKey, content, options } = messageOf(fact);
      channel.publish(factsExchange, routingKey, content, options);
    }
    await channel.waitForConfirms();
  }

  const waiting = async (name: string) => (await channel.checkQueue(name)).messageCount;

  it('parks nothing, however much longer than the retry ladder it lasts, and everything is handled afterwards', async () => {
    trouble = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' });
    await publish(5);
    // Two calls per round: one batch held for weatherMsMax and sent to the last retry queue. The ladder has four steps.
    await eventually(() => expect(calls).toBeGreaterThan(6 * retryDelaysMs.length));
    expect(await waiting(parked)).toBe(0);
    trouble = null;
    await eventually(() => expect(seen.toSorted()).toEqual([0, 1, 2, 3, 4]));
    await eventually(async () => expect([await waiting(queue), await waiting(parked)]).toEqual([0, 0]));
  });

  it('is told apart from a bug, which is parked when the ladder is used up', async () => {
    trouble = new TypeError('cannot read properties of undefined');
    await publish(5);
    await eventually(async () => expect(await waiting(parked)).toBe(5));
    expect(seen).toEqual([]);
  });
});
