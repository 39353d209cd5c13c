import { orderResolved, type OrderShort } from '@tillbridge/contracts';
import { MemoryOutbox, PermanentError, RetryableError } from '@tillbridge/persistence';
import { eventually } from '@tillbridge/testing';
import { changeHalts } from '../../halts/change-halts';
import { withHalt, withoutHalt, type HaltKind } from '../../halts/halts';
import type { StoreAdapter } from '../store-adapter';
import type { StoreState } from '../store-state';
import { specState } from '../spec-state';
import { TaskWorker } from './task-worker';

const channel = 'store-a';

describe('what is to be done at a store', () => {
  let state: StoreState;
  let outbox: MemoryOutbox;
  let worker: TaskWorker;
  let called: string[];
  let adapter: StoreAdapter;
  const troubles: { parked: boolean }[] = [];

  beforeEach(() => {
    [called, troubles.length] = [[], 0];
    const now = () => new Date();
    ({ state, outbox } = specState(now));
    adapter = {
      channel,
      readOrder: async () => (called.push('read-order'), null),
      resolveOrder: async () => (called.push('resolve-order'), { outcome: 'held', detail: null }),
    } as Partial<StoreAdapter> as StoreAdapter;
  });
  afterEach(() => worker.stop());

  const begin = (attemptsMax = 30) => {
    worker = new TaskWorker({
      ...{ state, adapter, timing: { hintDelayMs: 0 }, attemptsMax, pollMs: 5 },
      onTrouble: (trouble) => void troubles.push(trouble),
      onError: () => undefined,
    });
    worker.start();
  };
  const wish = (kind: 'read-order' | 'resolve-order', decision = 1) => {
    const gone = { resolution: 'hold' as const, lines: [], reason: 'gone', policyVersion: 1 };
    const payload: OrderShort = { channel, order: '1', decision, ...gone };
    const rank = kind === 'read-order' ? 0 : decision;
    return state.uow.run((tx) =>
      state.tasks.want(tx, [{ channel, kind, subject: '1', payload, rank, notBefore: state.now() }]),
    );
  };
  const halts = (change: Parameters<typeof changeHalts>[3]) =>
    state.uow.run((tx) => changeHalts(tx, state, channel, change));
  const hold = (kind: HaltKind) =>
    halts((halted) => withHalt(halted, { kind, since: state.now(), reason: 'spec', endsByItself: false }));
  const outcomes = async () =>
    (await state.uow.run((tx) => outbox.claim(tx, 100)))
      .filter(({ type }) => type === orderResolved.type)
      .map(({ data }) => (data as { outcome: string }).outcome);
  const looksTwice = async () => {
    const looks = jest.spyOn(state.halts, 'get');
    await eventually(() => expect(looks.mock.calls.length).toBeGreaterThan(2));
    looks.mockRestore();
  };

  it.each(['paused', 'braked'] as const)('is asked and not done while the store is %s', async (kind) => {
    await hold(kind);
    await wish('resolve-order');
    await wish('read-order');
    begin();
    await eventually(() => expect(called).toEqual(['read-order']));
    await looksTwice();
    expect(called).toEqual(['read-order']);
    await halts((halted) => withoutHalt(halted, kind));
    await eventually(() => expect(called).toEqual(['read-order', 'resolve-order']));
  });

  it('is not even asked while the store refuses our credentials, and none of it is given up for that', async () => {
    await hold('locked-out');
    await wish('resolve-order');
    await wish('read-order');
    begin(1);
    await looksTwice();
    expect([called, await state.tasks.counts()]).toEqual([[], { waiting: 1, resolutions: 1, parked: 0 }]);
    await halts((halted) => withoutHalt(halted, 'locked-out'));
    await eventually(async () => expect(await outcomes()).toEqual(['held']));
  });

  it('is tried again where an attempt came to nothing, and told when it is done', async () => {
    const resolve = jest.spyOn(adapter, 'resolveOrder').mockRejectedValueOnce(new RetryableError('no answer'));
    await wish('resolve-order');
    begin();
    await eventually(async () => expect(await outcomes()).toEqual(['held']));
    expect([resolve.mock.calls.length, troubles.map(({ parked }) => parked)]).toEqual([2, [false]]);
  });

  it.each([
    ['the store refuses it for good', new PermanentError('it has left'), 30],
    ['its answer was wrong often enough', new Error('not as documented'), 1],
  ])('is kept for a person, and told as failed, once %s', async (_why, error, attemptsMax) => {
    jest.spyOn(adapter, 'resolveOrder').mockRejectedValue(error);
    await wish('resolve-order');
    begin(attemptsMax);
    await eventually(async () => expect(await outcomes()).toEqual(['failed']));
    expect(await state.tasks.listParked(10)).toMatchObject([{ kind: 'resolve-order', reason: error.message }]);
  });

  it('is done anew where it was wished for again while it was under way', async () => {
    jest.spyOn(adapter, 'resolveOrder').mockImplementationOnce(async () => {
      await wish('resolve-order', 2);
      return { outcome: 'held', detail: null };
    });
    await wish('resolve-order');
    begin();
    await eventually(() => expect(called).toEqual(['resolve-order']));
  });
});
