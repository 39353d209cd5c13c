import { orderObserved, type OrderObserved } from '@tillbridge/contracts';
import { concludeEdit, readToken, takeStoreRead } from '@tillbridge/level-mirror';
import { MemoryOutbox, RetryableError } from '@tillbridge/persistence';
import { eventually } from '@tillbridge/testing';
import { newStoreLevel } from '../book/store-level';
import type { StoreAdapter } from '../store-adapter';
import { asked, inTurn, type StoreState } from '../store-state';
import { specState } from '../spec-state';
import { OrderPoll } from './order-poll';

const channel = 'store-a';
const key = { externalId: 'v1', storeLocation: 'l1' };
const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const noon = Date.UTC(2026, 10, 23, 12);

/** An order of one line as its store has it, found by its search from then on. */
interface Kept {
  updatedAt: number;
  visibleAt: number;
  current: number;
}

describe('asking a store for its orders', () => {
  let state: StoreState;
  let outbox: MemoryOutbox;
  let poll: OrderPoll;
  let store: Map<string, Kept>;
  let nowMs: number;
  let unheard: number;

  const copy = (order: string, { updatedAt, current }: Kept): OrderObserved => ({
    ...{ channel, order, name: order, placedAt: new Date(noon).toISOString(), cancelledAt: null },
    ...{ updatedAt: new Date(updatedAt).toISOString(), paid: true, currency: 'EUR', cart: null },
    lines: [{ line: '1', ...key, ordered: 2, current, fulfilled: 0, restocked: 2 - current, unitPrice: '5.00' }],
  });
  const adapter = {
    channel,
    pollOrdersSince: async (since: Date) =>
      [...store]
        .filter(([, { updatedAt, visibleAt }]) => updatedAt >= since.getTime() && visibleAt <= nowMs)
        .map(([order, { updatedAt }]) => ({ order, updatedAt: new Date(updatedAt) })),
    readOrder: async (order: string) => ({ order: copy(order, store.get(order)!), complete: true }),
  } as Partial<StoreAdapter> as StoreAdapter;

  beforeEach(async () => {
    [store, nowMs, unheard] = [new Map(), noon, 0];
    const now = () => new Date(nowMs);
    ({ state, outbox } = specState(now));
    await state.uow.run((tx) =>
      state.channels.configure(tx, { channel, storeLocations: ['l1'], newItems: 'link', vendor: {} }),
    );
    poll = new OrderPoll({
      state,
      adapter,
      timing: { hintDelayMs: 0, pollEveryMs: hour, overlapMs: 2 * minute, settleMs: minute, searchLagMs: minute },
      onError: () => undefined,
      onConcluded: () => undefined,
      onUnheard: () => void (unheard += 1),
    });
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await poll.stop();
  });

  const has = (order: string, updatedAt: number, more: Partial<Kept> = {}) =>
    store.set(order, { updatedAt, visibleAt: updatedAt, current: 2, ...more });
  const told = async () =>
    (await state.uow.run((tx) => outbox.claim(tx, 100)))
      .filter(({ type }) => type === orderObserved.type)
      .map(({ data }) => data as OrderObserved);
  const names = async () => (await told()).map(({ order }) => order).sort();

  it('finds one that its search shows after a later one', async () => {
    has('late', noon - 90 * second, { visibleAt: noon + minute });
    has('early', noon);
    await poll.poll();
    expect(await names()).toEqual(['early']);
    nowMs += 10 * minute;
    await poll.poll();
    expect(await names()).toEqual(['early', 'late']);
  });

  it('is not done while one of them cannot be read: the next time all are found again', async () => {
    has('one', noon - hour);
    has('other', noon);
    jest.spyOn(adapter, 'readOrder').mockRejectedValueOnce(new RetryableError('no answer'));
    await expect(poll.poll()).rejects.toThrow('no answer');
    nowMs += hour;
    await poll.poll();
    expect(await names()).toEqual(['one', 'other']);
    expect(await state.tasks.counts()).toMatchObject({ waiting: 0, parked: 0 });
  });

  it('reads each once more a second after its stamp was seen: it may have changed twice within it', async () => {
    has('1', noon);
    await poll.poll();
    has('1', noon, { current: 1 });
    nowMs += 2 * second;
    await poll.poll();
    expect((await told()).map(({ lines }) => lines[0]!.current)).toEqual([2, 1]);
  });

  it('reads one at once whose stamp is another, however long it is known', async () => {
    has('1', noon);
    for (let polls = 0; polls < 3; polls += 1) {
      await poll.poll();
      nowMs += minute;
    }
    expect(await told()).toHaveLength(1);
    has('1', nowMs, { current: 1 });
    expect(await poll.poll()).toEqual(['1']);
    expect((await told()).at(-1)).toMatchObject({ lines: [{ current: 1 }] });
  });

  it('says that a message must have been lost when it finds what nobody told, and only then', async () => {
    has('1', noon);
    const rounds = jest.spyOn(state.levels, 'withOldEdits');
    poll.start();
    await eventually(() => expect(rounds).toHaveBeenCalledTimes(1));
    expect(unheard).toBe(1);
    poll.kick();
    await eventually(() => expect(rounds).toHaveBeenCalledTimes(2));
    expect(unheard).toBe(1);
  });

  it('folds an old edit into its level only once a read since it was old shows what is expected', async () => {
    const cause = () => asked(channel, 'spec', state.now());
    const readAt = (requestedAt: number) => ({ requestedAt: new Date(requestedAt), committed: 0 });
    await inTurn(state, channel, (tx) =>
      state.book.apply(tx, channel, [newStoreLevel({ channel, ...key })], cause(), (level) => {
        const first = takeStoreRead(level.mirror, { token: readToken(level.mirror), level: 5 });
        const mirror = concludeEdit(takeStoreRead(first, { token: readToken(first), level: 7 }), 2);
        return { ...level, levelRef: 'r1', mirror, lastRead: readAt(noon) };
      }),
    );
    const level = async () => (await state.uow.run((tx) => state.levels.load(tx, channel, [key])))[0]!;
    expect((await level()).mirror).toMatchObject({ base: 5, edits: 2, residual: 0 });
    nowMs += 25 * hour;
    poll.start();
    await eventually(async () => expect((await level()).readDueAt).not.toBeNull());
    expect((await level()).mirror).toMatchObject({ base: 5, edits: 2 });
    await inTurn(state, channel, (tx) =>
      state.book.change(tx, channel, [key], cause(), (known) => ({
        ...known,
        readDueAt: null,
        lastRead: readAt(nowMs),
      })),
    );
    poll.kick();
    await eventually(async () => expect((await level()).mirror).toMatchObject({ base: 7, edits: 0 }));
  });
});
