import { Controller, Logger, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Envelope } from '@tillbridge/contracts';
import { MemoryInbox, MemoryUnitOfWork, PermanentError, Unavailable } from '@tillbridge/persistence';
import { eventually, freshVhost, type FreshVhost } from '@tillbridge/testing';
import { FactBatch } from './fact-batch';
import { FactPublisher } from './fact-publisher';
import { FactServer } from './fact-server';
import { ParkedQueue } from './parked-queue';
import { claimFact, claimFacts, seqOf, startServer, type BatchHandler } from './spec-facts';

describe('consuming facts', () => {
  let vhost: FreshVhost;
  let publisher: FactPublisher;
  let parked: ParkedQueue;
  const servers: FactServer[] = [];

  beforeEach(async () => {
    Logger.overrideLogger(false);
    vhost = await freshVhost('consume');
    publisher = new FactPublisher({ url: vhost.url });
    parked = new ParkedQueue({ url: vhost.url, service: 'inventory-core' });
  });

  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
    await publisher.close();
    await vhost.drop();
  });

  async function listen(handle: BatchHandler, options = {}): Promise<FactServer> {
    const server = await startServer(vhost.url, handle, options);
    servers.push(server);
    return server;
  }

  /** Remembers each batch by the seqs in it. */
  function recorder() {
    const batches: number[][] = [];
    return {
      batches,
      all: () => batches.flat(),
      record: async (facts: Envelope[]) => void batches.push(facts.map(seqOf)),
    };
  }

  it('hands waiting facts to the handler in few calls, in order, each acknowledged once', async () => {
    await publisher.publish(claimFacts(500));
    const { batches, all, record } = recorder();
    const server = await listen(record, { batchMax: 100 });
    await eventually(() => expect(all()).toHaveLength(500));
    expect(all()).toEqual(Array.from({ length: 500 }, (_, seq) => seq));
    expect(Math.max(...batches.map((batch) => batch.length))).toBeLessThanOrEqual(100);
    expect(batches.length).toBeLessThan(30);
    await server.close();
    const again = recorder();
    await listen(again.record);
    await publisher.publish([claimFact(999)]);
    await eventually(() => expect(again.all()).toEqual([999]));
  });

  it('works through a Nest application: controller, decorator, shutdown', async () => {
    const seen: Envelope[] = [];
    @Controller()
    class Facts {
      @FactBatch()
      async take(envelopes: Envelope[]): Promise<void> {
        if (envelopes.some((envelope) => seqOf(envelope) === 2)) throw new PermanentError('seq 2 is not welcome');
        seen.push(...envelopes);
      }
    }
    @Module({ controllers: [Facts] })
    class App {}
    const strategy = new FactServer({ url: vhost.url, service: 'inventory-core' });
    const app = await NestFactory.createMicroservice(App, { strategy, logger: false });
    await app.listen();
    const facts = claimFacts(4);
    await publisher.publish(facts);
    await eventually(() => expect(seen.map(seqOf).sort()).toEqual([0, 1, 3]));
    await eventually(async () => expect((await parked.list())[0]?.reason).toBe('PermanentError: seq 2 is not welcome'));
    expect(seen[0]).toEqual(facts[0]);
    await app.close();
    expect(strategy.state()).toEqual({ connected: false, consuming: false, missingSinceMs: null, handlingMs: null });
  });

  it('refuses to listen without a handler, when there is something to handle', async () => {
    const core = new FactServer({ url: vhost.url, service: 'inventory-core' });
    expect(await new Promise((resolve) => core.listen(resolve))).toEqual(
      new Error('inventory-core listens to facts but has no method marked @FactBatch()'),
    );
    const reconciler = new FactServer({ url: vhost.url, service: 'reconciler' });
    expect(await new Promise((resolve) => reconciler.listen(resolve))).toBeUndefined();
    await Promise.all([core.close(), reconciler.close()]);
  });

  it('drops copies by the inbox, side by side and apart', async () => {
    const uow = new MemoryUnitOfWork();
    const inbox = new MemoryInbox(uow);
    const effects: number[] = [];
    await listen((facts) =>
      uow.run(async (tx) => {
        const fresh = await inbox.admit(
          tx,
          'inventory-core',
          facts.map(({ id }) => id),
        );
        effects.push(...facts.filter(({ id }) => fresh.has(id)).map(seqOf));
      }),
    );
    const [one, two] = [claimFact(1), claimFact(2)];
    await publisher.publish([one, one, two, one]);
    await publisher.publish([two, one]);
    await publisher.publish([claimFact(3)]);
    await eventually(() => expect(effects).toContain(3));
    expect(effects).toEqual([1, 2, 3]);
  });

  it('tries again later what failed, after a delay, without holding up its neighbours', async () => {
    const { all, record } = recorder();
    const triedAt: number[] = [];
    await listen(async (facts) => {
      if (facts.some((fact) => seqOf(fact) === 1)) {
        if (facts.length === 1) triedAt.push(performance.now());
        if (triedAt.length < 2) throw new Error('not yet');
      }
      await record(facts);
    });
    await publisher.publish(claimFacts(3));
    await eventually(() => expect(all()).toEqual([0, 2, 1]));
    expect(triedAt[1]! - triedAt[0]!).toBeGreaterThan(900);
    expect(await parked.count()).toBe(0);
  });

  it('waits out an absent database without using up attempts, and without calling message by message', async () => {
    let calls = 0;
    const { all, record } = recorder();
    await listen(async (facts) => {
      calls += 1;
      if (calls <= 3) throw new Unavailable('database: connect ECONNREFUSED');
      await record(facts);
    });
    await publisher.publish(claimFacts(50));
    await eventually(() => expect(all()).toHaveLength(50));
    expect(all()).toEqual(Array.from({ length: 50 }, (_, seq) => seq));
    expect(calls).toBeLessThan(10);
  });

  it('tells for how long the handler has had its batch, and counts no wait for better weather', async () => {
    let fail: ((weather: Error) => void) | undefined;
    const server = await listen(() => new Promise((_, reject) => (fail = reject)), { drainMsMax: 50 });
    expect(server.state().handlingMs).toBeNull();
    await publisher.publish([claimFact(1)]);
    await eventually(() => expect(server.state().handlingMs).toBeGreaterThan(20));
    fail!(new Unavailable('database away'));
    fail = undefined;
    await eventually(() => expect(server.state().handlingMs).toBeNull());
    // The next try is counted anew.
    await eventually(() => fail !== undefined);
    expect(server.state().handlingMs).toBeLessThan(200);
  });

  it('finishes and acknowledges the batch in hand before it closes, and gives back the rest', async () => {
    let finish: (() => void) | undefined;
    const first = recorder();
    const server = await listen(
      async (facts) => {
        await new Promise<void>((resolve) => (finish = resolve));
        await first.record(facts);
      },
      { batchMax: 5 },
    );
    await publisher.publish(claimFacts(12));
    await eventually(() => finish !== undefined);
    const closing = server.close();
    finish!();
    await closing;
    expect(first.all()).toHaveLength(5);

    const second = recorder();
    await listen(second.record);
    await eventually(() => expect(second.all()).toHaveLength(7));
    expect([...first.all(), ...second.all()]).toEqual(Array.from({ length: 12 }, (_, seq) => seq));
  });

  it('leaves a handler that never ends behind after a bounded wait, and its batch comes again', async () => {
    let stuck = false;
    const server = await listen(
      () => {
        stuck = true;
        return new Promise(() => undefined);
      },
      { drainMsMax: 50 },
    );
    await publisher.publish([claimFact(1)]);
    await eventually(() => stuck);
    await server.close();
    const { all, record } = recorder();
    await listen(record);
    await eventually(() => expect(all()).toEqual([1]));
  });

  it('gives back a batch that waits for the database when it has to close', async () => {
    let tried = false;
    const server = await listen(async () => {
      tried = true;
      throw new Unavailable('database away');
    });
    await publisher.publish(claimFacts(3));
    await eventually(() => tried);
    await server.close();
    const { all, record } = recorder();
    await listen(record);
    await eventually(() => expect(all()).toEqual([0, 1, 2]));
  });
});
