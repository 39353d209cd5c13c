import { Logger } from '@nestjs/common';
import { storeClaimChanged } from '@tillbridge/contracts';
import {
  createDataSource,
  migrate,
  platformEntities,
  platformMigrations,
  TypeOrmInbox,
  TypeOrmOutbox,
  TypeOrmUnitOfWork,
} from '@tillbridge/persistence';
import {
  eventually,
  freshDatabase,
  freshVhost,
  startProxy,
  type FreshDatabase,
  type FreshVhost,
} from '@tillbridge/testing';
import type { DataSource } from 'typeorm';
import { FactPublisher } from './fact-publisher';
import { OutboxRelay } from './outbox-relay';
import { claimFact, seqOf, startServer } from './spec-facts';

const cause = { correlationId: 'c', causationId: null, traceparent: null };

describe('from commit to commit', () => {
  let database: FreshDatabase;
  let vhost: FreshVhost;
  let dataSource: DataSource;
  const closers: (() => Promise<unknown>)[] = [];

  beforeEach(async () => {
    Logger.overrideLogger(false);
    [database, vhost] = await Promise.all([freshDatabase('relay'), freshVhost('relay')]);
    dataSource = createDataSource({
      url: database.url,
      schema: 'core',
      entities: platformEntities,
      migrations: platformMigrations,
    });
    await migrate(dataSource);
  });

  afterEach(async () => {
    for (const close of closers.splice(0).toReversed()) await close();
    await dataSource.destroy();
    await Promise.all([database.drop(), vhost.drop()]);
  });

  /** One process of a producing service: its own outbox object, publisher and relay over the shared tables. */
  function producer({ pollMs = 50, batch = 20, url = vhost.url } = {}) {
    const uow = new TypeOrmUnitOfWork(dataSource);
    const outbox = new TypeOrmOutbox(dataSource, { service: 'shopify-gateway' });
    const publisher = new FactPublisher({ url });
    const relay = new OutboxRelay({ outbox, uow, publisher, pollMs, batch });
    closers.push(
      () => publisher.close(),
      () => relay.stop(),
    );
    const add = (seqs: number[]) =>
      uow.run((tx) =>
        outbox.add(
          tx,
          seqs.map((seq) => ({ definition: storeClaimChanged, data: claimFact(seq).data, cause })),
        ),
      );
    return { uow, outbox, publisher, relay, add };
  }

  async function consumer() {
    const uow = new TypeOrmUnitOfWork(dataSource);
    const inbox = new TypeOrmInbox(dataSource);
    const effects: number[] = [];
    let deliveries = 0;
    const server = await startServer(vhost.url, async (facts) => {
      deliveries += facts.length;
      const fresh = await uow.run((tx) =>
        inbox.admit(
          tx,
          'inventory-core',
          facts.map(({ id }) => id),
        ),
      );
      effects.push(...facts.filter(({ id }) => fresh.has(id)).map(seqOf));
    });
    closers.push(() => server.close());
    return { effects, deliveries: () => deliveries };
  }

  const upTo = (count: number) => Array.from({ length: count }, (_, seq) => seq);

  it('two relays share one outbox: every fact arrives, each has one effect, nothing is left', async () => {
    const { effects } = await consumer();
    const [one, two] = [producer(), producer()];
    for (let first = 0; first < 300; first += 30) await one.add(upTo(30).map((seq) => first + seq));
    const [published1, published2] = [jest.spyOn(one.publisher, 'publish'), jest.spyOn(two.publisher, 'publish')];
    one.relay.start();
    two.relay.start();
    await eventually(() => expect(effects.length).toBe(300));
    expect(effects.toSorted((a, b) => a - b)).toEqual(upTo(300));
    await eventually(async () => expect(await one.outbox.pending()).toBe(0));
    expect(published1).toHaveBeenCalled();
    expect(published2).toHaveBeenCalled();
  });

  it('publishes again what it could not mark, and the inbox drops the copies', async () => {
    const { effects, deliveries } = await consumer();
    const { outbox, relay, add } = producer();
    const mark = jest.spyOn(outbox, 'markPublished');
    mark.mockRejectedValueOnce(new Error('the process died here'));
    await add(upTo(5));
    relay.start();
    await eventually(() => expect(deliveries()).toBe(10));
    await eventually(async () => expect(await outbox.pending()).toBe(0));
    expect(effects).toEqual(upTo(5));
  });

  it('publishes again what the broker took without its answer arriving, and the inbox drops the copies', async () => {
    const { effects, deliveries } = await consumer();
    const proxy = await startProxy(vhost.url);
    closers.push(() => proxy.close());
    const { outbox, relay, add, publisher } = producer({ url: proxy.url });
    relay.start();
    await eventually(() => publisher.isReady());
    proxy.freeze('answers');
    await add(upTo(5));
    await eventually(() => expect(effects).toEqual(upTo(5)));
    // The broker has them, and we cannot know.
    expect(await outbox.pending()).toBe(5);
    proxy.cut();
    proxy.mend();
    await eventually(async () => expect(await outbox.pending()).toBe(0));
    await eventually(() => expect(deliveries()).toBe(10));
    expect(effects).toEqual(upTo(5));
  });

  it('holds facts while the broker is away and publishes them when it is back, without a poll', async () => {
    const { effects } = await consumer();
    const { outbox, relay, add, publisher } = producer({ pollMs: 3_600_000 });
    relay.start();
    await add([0]);
    await eventually(() => expect(effects).toEqual([0]));
    const connections = await eventually(async () => {
      const found = (await vhost.manage('GET', `/vhosts/${vhost.name}/connections`)) as { name: string }[];
      return found.length >= 2 && found;
    });
    for (const { name } of connections) await vhost.manage('DELETE', `/connections/${encodeURIComponent(name)}`);
    await eventually(() => !publisher.isReady());
    await add([1]);
    expect(await outbox.oldestAgeMs()).toBeGreaterThanOrEqual(0);
    await eventually(() => expect(effects).toEqual([0, 1]));
  });
});
