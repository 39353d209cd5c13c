import { randomUUID } from 'node:crypto';
import { orderShort, type Envelope } from '@tillbridge/contracts';
import { FactPublisher, topologyOf } from '@tillbridge/messaging';
import { eventually, freshDatabase, freshVhost, type FreshDatabase, type FreshVhost } from '@tillbridge/testing';
import { killAllSamples, operatorToken, sampleEnv, startSample } from '../../spec-kit/sample-process';

const operator = { headers: { authorization: `Bearer ${operatorToken}`, 'content-type': 'application/json' } };
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers of the sample, asserted on field by field right away
type Json = any;
const json = async (url: string): Promise<Json> => (await fetch(url, operator)).json();
const post = async (url: string, body: object = {}): Promise<Json> =>
  (await fetch(url, { method: 'POST', ...operator, body: JSON.stringify(body) })).text();

interface Connection {
  client_properties: { connection_name: string };
}

let database: FreshDatabase;
let broker: FreshVhost;
let publisher: FactPublisher;

beforeEach(async () => {
  [database, broker] = await Promise.all([freshDatabase('tb_service_kit'), freshVhost('service-kit')]);
  publisher = new FactPublisher({ url: broker.url });
  await startSample(sampleEnv(database.url), 'migrate').ended;
});
afterEach(async () => {
  await killAllSamples();
  await publisher.close();
  await Promise.all([database.drop(), broker.drop()]);
});

/** Tells the sample, as the core would, that an order is short. */
function tellShort(...orders: string[]): Promise<void> {
  return publisher.publish(orders.map(shortFact));
}

function shortFact(order: string): Envelope {
  return {
    id: randomUUID(),
    type: orderShort.type,
    version: orderShort.version,
    producer: 'inventory-core',
    occurredAt: new Date().toISOString(),
    correlationId: 'spec',
    causationId: null,
    traceparent: null,
    data: { ...orderShort.examples[0]!, order },
  };
}

const toldToCore = async () => {
  const queue = `/queues/${broker.name}/${topologyOf('inventory-core').queue}/get`;
  const look = { count: 100, ackmode: 'ack_requeue_true', encoding: 'auto' };
  const messages = (await broker.manage('POST', queue, look)) as { payload: string }[];
  return messages.map(({ payload }) => JSON.parse(payload).data.order as string).sort();
};

describe('a service with facts to take in', () => {
  it('handles them, tells its own, and is quiet again', async () => {
    const url = await startSample(sampleEnv(database.url, broker.url)).url();
    await tellShort('7001', '7002');
    await eventually(async () => expect((await json(`${url}/sample/taken`)).orders.sort()).toEqual(['7001', '7002']));
    await eventually(async () => expect(await toldToCore()).toEqual(['7001', '7002']));
    await eventually(async () =>
      expect(await json(`${url}/status`)).toEqual({
        service: 'shopify-gateway',
        quiet: true,
        busy: { outbox: 0, facts: 0 },
      }),
    );
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
  });

  it('shows a person what it set aside and why, and takes it again when told to', async () => {
    const url = await startSample(sampleEnv(database.url, broker.url)).url();
    await tellShort('7001', 'poison', '7002');
    await eventually(async () => expect((await json(`${url}/parked`)).messages).toHaveLength(1));
    expect((await json(`${url}/sample/taken`)).orders.sort()).toEqual(['7001', '7002']);
    const [parked] = (await json(`${url}/parked?limit=5`)).messages;
    expect(parked).toMatchObject({
      type: 'order.short',
      reason: 'PermanentError: nobody can ship this',
      envelope: { data: { order: 'poison' } },
    });
    await post(`${url}/sample/mend`);
    expect(JSON.parse(await post(`${url}/parked/replay`)).problems[0]).toMatchObject({ field: 'ids' });
    expect(JSON.parse(await post(`${url}/parked/replay`, { ids: [parked.id] }))).toEqual({ replayed: 1 });
    await eventually(async () => expect((await json(`${url}/sample/taken`)).orders).toContain('poison'));
    expect((await json(`${url}/parked`)).messages).toEqual([]);
  });

  it('lets go of what an operator discards by id, and of nothing else', async () => {
    const url = await startSample(sampleEnv(database.url, broker.url)).url();
    await tellShort('poison');
    const [parked] = await eventually(async () => {
      const { messages } = await json(`${url}/parked`);
      expect(messages).toHaveLength(1);
      return messages;
    });
    const discard = `${url}/parked/discard`;
    const asService = { authorization: 'Bearer service-token-0123456789', 'content-type': 'application/json' };
    const body = JSON.stringify({ ids: [parked.id] });
    expect((await fetch(discard, { method: 'POST', headers: asService, body })).status).toBe(403);
    expect(JSON.parse(await post(discard)).problems[0]).toMatchObject({ field: 'ids' });
    expect(JSON.parse(await post(discard, { all: true })).status).toBe(400);
    expect(JSON.parse(await post(discard, { ids: ['another', parked.id] }))).toEqual({ discarded: 1 });
    expect((await json(`${url}/parked`)).messages).toEqual([]);
    const { paths } = await json(`${url}/docs-json`);
    expect(paths['/parked/discard'].post.responses['200']).toBeDefined();
  });

  it('shows by name in the broker’s console which connections are its own', async () => {
    await startSample(sampleEnv(database.url, broker.url)).url();
    await eventually(async () => {
      const connections = (await broker.manage('GET', `/vhosts/${broker.name}/connections`)) as Connection[];
      expect(connections.map(({ client_properties }) => client_properties.connection_name)).toEqual(
        expect.arrayContaining(['shopify-gateway consumer', 'shopify-gateway publisher']),
      );
    });
  });

  it('is not quiet while it cannot know what waits for it', async () => {
    const url = await startSample(sampleEnv(database.url)).url();
    expect(await json(`${url}/status`)).toMatchObject({ quiet: false, busy: { outbox: 0, facts: 1 } });
    expect((await fetch(`${url}/parked`, operator)).status).toBe(503);
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
  });

  it('finishes the batch in hand when told to stop, and still tells what came of it', async () => {
    const sample = startSample(sampleEnv(database.url, broker.url));
    const url = await sample.url();
    await tellShort('slow');
    await eventually(async () => expect((await json(`${url}/sample/taken`)).orders).toEqual(['slow']));
    sample.kill('SIGTERM');
    expect(await sample.ended).toBe(0);
    expect(await toldToCore()).toEqual(['slow']);
    const again = startSample(sampleEnv(database.url, broker.url));
    const { orders } = await json(`${await again.url()}/sample/taken`);
    // Acknowledged after its commit: it does not come a second time.
    await eventually(async () =>
      expect((await json(`${await again.url()}/status`)).busy).toEqual({ outbox: 0, facts: 0 }),
    );
    expect(orders).toEqual([]);
  });
});
