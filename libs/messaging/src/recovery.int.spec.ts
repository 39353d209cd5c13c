import { Logger } from '@nestjs/common';
import { eventually, freshVhost, ownBroker, type FreshVhost } from '@tillbridge/testing';
import { connect, type ChannelModel, type ConfirmChannel, type Message } from 'amqplib';
import { FactPublisher } from './fact-publisher';
import type { FactServer } from './fact-server';
import { ParkedQueue } from './parked-queue';
import { claimFact, seqOf, startServer } from './spec-facts';

const queue = 'inventory-core.facts';

describe('a consumer that comes back by itself', () => {
  const closers: (() => Promise<unknown>)[] = [];

  beforeEach(() => Logger.overrideLogger(false));

  afterEach(async () => {
    for (const close of closers.splice(0).toReversed()) await close();
  });

  async function world(url: string) {
    const seen: number[] = [];
    const server = await startServer(url, async (facts) => void seen.push(...facts.map(seqOf)));
    const publisher = new FactPublisher({ url });
    closers.push(
      () => server.close(),
      () => publisher.close(),
    );
    /** Publishes as the relay does: again and again until it is confirmed. */
    const arrives = async (seq: number) => {
      const fact = claimFact(seq);
      await eventually(() => publisher.publish([fact]).then(() => true), { withinMs: 20_000, everyMs: 200 });
      await eventually(() => expect(seen).toContain(seq), { withinMs: 20_000 });
    };
    await arrives(1);
    return { server, publisher, seen, arrives };
  }

  const inVhost = async (): Promise<FreshVhost> => {
    const vhost = await freshVhost('recovery');
    closers.push(() => vhost.drop());
    return vhost;
  };

  async function bystander(url: string): Promise<ChannelModel> {
    const connection = await connect(url);
    closers.push(() => connection.close());
    return connection;
  }

  const isBack = (server: FactServer) => () => {
    expect(server.state()).toMatchObject({ connected: true, consuming: true, missingSinceMs: null });
  };

  it('after its queue was deleted: declared again, consumed again, and the producer finds it', async () => {
    const vhost = await inVhost();
    const { arrives, server } = await world(vhost.url);
    const channel = await (await bystander(vhost.url)).createChannel();
    await channel.deleteQueue(queue);
    await eventually(() => expect(server.state().consuming).toBe(false));
    expect(server.state()).toMatchObject({ connected: true, missingSinceMs: expect.any(Number) });
    await eventually(isBack(server));
    await arrives(2);
  });

  it('after the broker closed only its channel', async () => {
    const vhost = await inVhost();
    const { arrives, server } = await world(vhost.url);
    // Acknowledging what was never delivered is a protocol error: the broker closes the channel and leaves the connection.
    const channel = server.unwrap<ConfirmChannel>();
    channel.ack({ fields: { deliveryTag: 4_711 } } as Message);
    await eventually(() => expect(server.state().consuming).toBe(false));
    await eventually(isBack(server));
    await arrives(2);
  });

  it('after its connection was cut', async () => {
    const vhost = await inVhost();
    const { arrives, server } = await world(vhost.url);
    const names = await eventually(async () => {
      const connections = (await vhost.manage('GET', `/vhosts/${vhost.name}/connections`)) as { name: string }[];
      return connections.length >= 2 && connections.map(({ name }) => name);
    });
    for (const name of names) await vhost.manage('DELETE', `/connections/${encodeURIComponent(name)}`);
    await eventually(() => expect(server.state().connected).toBe(false));
    expect(server.state().missingSinceMs).toBeNull();
    await eventually(isBack(server));
    await arrives(2);
  });

  it('after a message was in hand when the channel went: it comes again and is acknowledged then', async () => {
    const vhost = await inVhost();
    let let1Go: (() => void) | undefined;
    const calls: number[][] = [];
    const server = await startServer(vhost.url, async (facts) => {
      calls.push(facts.map(seqOf));
      if (calls.length === 1) await new Promise<void>((resolve) => (let1Go = resolve));
    });
    const publisher = new FactPublisher({ url: vhost.url });
    closers.push(
      () => server.close(),
      () => publisher.close(),
    );
    await publisher.publish([claimFact(1)]);
    await eventually(() => let1Go !== undefined);
    const channel = server.unwrap<ConfirmChannel>();
    channel.ack({ fields: { deliveryTag: 4_711 } } as Message);
    await eventually(isBack(server));
    let1Go!();
    await eventually(() => expect(calls).toEqual([[1], [1]]));
    await server.close();
    const parked = new ParkedQueue({ url: vhost.url, service: 'inventory-core' });
    expect(await parked.count()).toBe(0);
    const watcher = await (await bystander(vhost.url)).createChannel();
    expect(await watcher.get(queue)).toBe(false);
  });

  it('after the broker was restarted, and when it starts only after the service', async () => {
    const broker = await ownBroker();
    closers.push(() => broker.close());
    const { arrives, server, publisher } = await world(broker.url);
    await broker.stop({ abrupt: true });
    await eventually(() => expect(server.state().connected).toBe(false));
    await expect(publisher.publish([claimFact(7)])).rejects.toThrow('the broker cannot be reached');

    const startedMs = performance.now();
    const late = await startServer(broker.url, async () => undefined);
    closers.push(() => late.close());
    expect(performance.now() - startedMs).toBeLessThan(5_000);
    expect(late.state()).toEqual({ connected: false, consuming: false, missingSinceMs: null, handlingMs: null });

    await broker.start();
    await eventually(isBack(server), { withinMs: 30_000 });
    await eventually(isBack(late), { withinMs: 30_000 });
    await late.close();
    await arrives(2);
  }, 90_000);
});
