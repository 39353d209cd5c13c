import { randomUUID } from 'node:crypto';
import { driftDetected, tillPostGranted, type Envelope } from '@tillbridge/contracts';
import { memoryTillStores } from '@tillbridge/gateway-kit';
import { MemoryInbox, MemoryUnitOfWork, PermanentError, RetryableError, Unavailable } from '@tillbridge/persistence';
import { aGrant } from '@tillbridge/testing';
import { handleFacts, type HandleFactsDeps } from './handle-facts';

const item = '0624dbcd-5b1c-4d1a-8b5e-0d4f7c1ae772';

function factOf(type: string, data: unknown): Envelope {
  const occurredAt = new Date().toISOString();
  const cause = { correlationId: 'c', causationId: null, traceparent: null };
  return { id: randomUUID(), type, version: 1, producer: 'inventory-core', occurredAt, ...cause, data };
}

function setUp() {
  const unitOfWork = new MemoryUnitOfWork();
  const stores = memoryTillStores();
  const poster = { kick: jest.fn() };
  const reader = { expectRead: jest.fn() };
  const tills: Record<string, unknown> = { till: { poster, reader } };
  const deps: HandleFactsDeps = {
    unitOfWork,
    inbox: new MemoryInbox(unitOfWork),
    stores,
    till: (channel) => tills[channel] as ReturnType<HandleFactsDeps['till']>,
    now: () => new Date(),
  };
  const posts = () => unitOfWork.run((tx) => stores.posts.counts(tx, 'till'));
  const reads = () => unitOfWork.run((tx) => stores.dueReads.due(tx, 'till', new Date(), 10));
  const configure = (...channels: string[]) =>
    unitOfWork.run(async (tx) => {
      for (const till of channels) await stores.accounts.put(tx, { till, series: 'x', settings: {} });
    });
  return { deps, poster, reader, posts, reads, configure };
}

describe('taking in facts', () => {
  it('keeps a grant before it is acknowledged and sends it afterwards, once', async () => {
    const { deps, poster, posts } = setUp();
    const fact = factOf(tillPostGranted.type, aGrant(item, 'main'));
    await handleFacts([fact], deps);
    await handleFacts([fact], deps);
    expect(await posts()).toEqual({ waiting: 1, unanswered: 0 });
    expect(poster.kick).toHaveBeenCalledTimes(1);
  });

  it('keeps a post once, also when it is granted by two messages', async () => {
    const { deps, posts } = setUp();
    const grant = aGrant(item, 'main');
    await handleFacts([factOf(tillPostGranted.type, grant), factOf(tillPostGranted.type, grant)], deps);
    expect(await posts()).toEqual({ waiting: 1, unanswered: 0 });
  });

  it.each([
    ['no till is configured', []],
    ['its till is configured and not connected', ['till', 'counter']],
  ])('lets a grant wait, with all that follows it, while %s', async (_when, configured) => {
    const { deps, configure } = setUp();
    await configure(...configured);
    const fact = factOf(tillPostGranted.type, aGrant(item, 'main', { till: 'counter' }));
    await expect(handleFacts([fact], deps)).rejects.toBeInstanceOf(Unavailable);
  });

  it('lets no grant for a till that nobody knows hold up the others', async () => {
    const { deps, configure } = setUp();
    await configure('till');
    const fact = factOf(tillPostGranted.type, aGrant(item, 'main', { till: 'unknown' }));
    const taken = handleFacts([fact], deps);
    await expect(taken).rejects.toBeInstanceOf(RetryableError);
    await expect(taken).rejects.not.toBeInstanceOf(Unavailable);
  });

  it('reads a drifting level of the till again, and leaves those of stores to their gateway', async () => {
    const { deps, reader, reads } = setUp();
    const drift = { run: randomUUID(), itemId: null, externalId: item, place: 'main', expected: 4, observed: 5 };
    const at = new Date().toISOString();
    await handleFacts([factOf(driftDetected.type, { ...drift, channel: 'store-a', at })], deps);
    expect(await reads()).toEqual([]);
    await handleFacts([factOf(driftDetected.type, { ...drift, channel: 'till', at })], deps);
    expect(await reads()).toMatchObject([{ externalId: item, location: 'main', reason: 'drift' }]);
    expect(reader.expectRead).toHaveBeenCalledTimes(1);
  });

  it('refuses for good what nobody here handles', async () => {
    const { deps } = setUp();
    await expect(handleFacts([factOf('order.observed', {})], deps)).rejects.toBeInstanceOf(PermanentError);
  });
});
