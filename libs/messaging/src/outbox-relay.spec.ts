import { storeClaimChanged, type Envelope } from '@tillbridge/contracts';
import { MemoryOutbox, MemoryUnitOfWork, RetryableError } from '@tillbridge/persistence';
import { eventually } from '@tillbridge/testing';
import { NotPublished } from './fact-publisher';
import { OutboxRelay, type FactSink } from './outbox-relay';
import { claimFact, seqOf } from './spec-facts';

const cause = { correlationId: 'c', causationId: null, traceparent: null };

class FakeBroker implements FactSink {
  readonly published: number[] = [];
  ready = true;
  /** Called with each batch; what it throws is what publishing throws. */
  onPublish: (envelopes: readonly Envelope[]) => Promise<void> | void = () => undefined;
  private listener = () => undefined as void;

  async publish(envelopes: readonly Envelope[]): Promise<void> {
    await this.onPublish(envelopes);
    this.published.push(...envelopes.map(seqOf));
  }

  isReady(): boolean {
    return this.ready;
  }

  onReady(listener: () => void): void {
    this.listener = listener;
  }

  comeBack(): void {
    this.ready = true;
    this.listener();
  }
}

describe('OutboxRelay', () => {
  const relays: OutboxRelay[] = [];
  afterEach(() => Promise.all(relays.splice(0).map((relay) => relay.stop())));

  /** Polls so rarely that only a kick explains what happens at once. */
  function world({ pollMs = 3_600_000, batch = 200 } = {}) {
    const uow = new MemoryUnitOfWork();
    const outbox = new MemoryOutbox({ service: 'shopify-gateway' });
    const broker = new FakeBroker();
    const relay = new OutboxRelay({ outbox, uow, publisher: broker, pollMs, batch });
    relays.push(relay);
    const add = (...seqs: number[]) =>
      uow.run((tx) =>
        outbox.add(
          tx,
          seqs.map((seq) => ({ definition: storeClaimChanged, data: claimFact(seq).data, cause })),
        ),
      );
    return { uow, outbox, broker, relay, add };
  }

  it('publishes what it finds at its start, and each commit at once', async () => {
    const { add, broker, relay, outbox } = world();
    await add(1, 2);
    relay.start();
    await eventually(() => expect(broker.published).toEqual([1, 2]));
    await add(3);
    await eventually(() => expect(broker.published).toEqual([1, 2, 3]));
    await eventually(async () => expect(await outbox.pending()).toBe(0));
  });

  it('finds by polling what nobody announced', async () => {
    const { add, broker, relay, outbox } = world({ pollMs: 10 });
    jest.spyOn(outbox, 'onAdded').mockImplementation(() => undefined);
    relay.start();
    await add(1);
    await eventually(() => expect(broker.published).toEqual([1]));
  });

  it('empties a backlog of many batches without waiting for another kick', async () => {
    const { add, broker, relay } = world({ batch: 10 });
    await add(...Array.from({ length: 95 }, (_, seq) => seq));
    relay.start();
    await eventually(() => expect(new Set(broker.published).size).toBe(95));
  });

  it('does not make a commit wait for the confirms of the one before', async () => {
    const { add, broker, relay } = world();
    let confirmFirst: (() => void) | undefined;
    broker.onPublish = (envelopes) =>
      seqOf(envelopes[0]!) === 1 ? new Promise<void>((resolve) => (confirmFirst = resolve)) : undefined;
    await add(1);
    relay.start();
    await eventually(() => confirmFirst !== undefined);
    await add(2);
    await eventually(() => expect(broker.published).toEqual([2]));
    confirmFirst!();
    await eventually(() => expect(broker.published).toEqual([2, 1]));
  });

  it('keeps exactly those that were not confirmed, and publishes them later', async () => {
    const { add, broker, relay, outbox } = world({ pollMs: 10 });
    let refuse = true;
    broker.onPublish = (envelopes) => {
      const refused = envelopes.filter((envelope) => seqOf(envelope) === 2);
      if (!refuse || refused.length === 0) return;
      broker.published.push(...envelopes.map(seqOf).filter((seq) => seq !== 2));
      throw new NotPublished(new Set(refused.map(({ id }) => id)), 'no queue');
    };
    await add(1, 2, 3);
    relay.start();
    await eventually(async () => expect(await outbox.pending()).toBe(1));
    expect(broker.published).toEqual([1, 3]);
    refuse = false;
    await eventually(() => expect(broker.published).toEqual([1, 3, 2]));
  });

  it('loses nothing when publishing fails as a whole', async () => {
    const { add, broker, relay, outbox } = world({ pollMs: 10 });
    let failures = 3;
    broker.onPublish = () => {
      if (failures-- > 0) throw new RetryableError('connection lost');
    };
    await add(1, 2);
    relay.start();
    await eventually(() => expect(broker.published).toEqual([1, 2]));
    await eventually(async () => expect(await outbox.pending()).toBe(0));
  });

  it('opens no transaction while the broker is away, and goes on the moment it is back', async () => {
    const { add, broker, relay, outbox } = world();
    const claim = jest.spyOn(outbox, 'claim');
    broker.ready = false;
    relay.start();
    await add(1);
    await add(2);
    expect(claim).not.toHaveBeenCalled();
    broker.comeBack();
    await eventually(() => expect(broker.published).toEqual([1, 2]));
  });

  it('finishes what is in flight before it stops, and starts nothing afterwards', async () => {
    const { add, broker, relay, outbox } = world();
    let confirm: (() => void) | undefined;
    broker.onPublish = () => new Promise<void>((resolve) => (confirm = resolve));
    relay.start();
    await add(1);
    await eventually(() => confirm !== undefined);
    const stopped = relay.stop();
    await add(2);
    confirm!();
    await stopped;
    expect(broker.published).toEqual([1]);
    expect(await outbox.pending()).toBe(1);
  });
});
