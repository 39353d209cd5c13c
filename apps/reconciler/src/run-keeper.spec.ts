import { MemoryOutbox, MemoryUnitOfWork } from '@tillbridge/persistence';
import { eventually } from '@tillbridge/testing';
import { v7 } from 'uuid';
import type { Expectations, Peers } from './peers';
import { RunKeeper } from './run-keeper';
import { MemoryRuns } from './runs/runs.memory';
import type { Run } from './runs/runs';

const now = new Date('2026-11-23T10:00:00.000Z');

/** A keeper whose core answers when the spec lets it. */
function world() {
  let answer: (expectations: Expectations) => void = () => undefined;
  const peers: Peers = {
    expectations: () => new Promise((resolve) => (answer = resolve)),
    store: async () => [],
    till: async () => [],
  };
  const uow = new MemoryUnitOfWork();
  const runs = new MemoryRuns();
  const outbox = new MemoryOutbox({ service: 'reconciler' });
  const ended: Run[] = [];
  const deps = { peers, channels: async () => [], uow, outbox, runs, now: () => now, pause: async () => undefined };
  const keeper = new RunKeeper(
    deps,
    () => v7(),
    (run) => void ended.push(run),
  );
  return { keeper, runs, ended, answer: () => answer({ levels: [], channels: [] }) };
}

describe('a shutdown during a run', () => {
  it('has nothing to wait for without one', async () => {
    await expect(world().keeper.drain()).resolves.toBeUndefined();
  });

  it('waits for one that ends in time', async () => {
    const { keeper, runs, answer } = world();
    const run = (await keeper.start(null))!;
    const drained = keeper.drain();
    answer();
    await drained;
    expect((await runs.find(run.id))!.run).toMatchObject({ state: 'finished' });
  });

  it('closes one that would take too long as abandoned, and nothing reopens it', async () => {
    const { keeper, runs, ended, answer } = world();
    const run = (await keeper.start(null))!;
    await keeper.drain(10);
    const abandoned = { state: 'failed', finishedAt: now, error: expect.stringContaining('ended before it did') };
    expect((await runs.find(run.id))!.run).toMatchObject(abandoned);
    answer();
    await eventually(() => expect(keeper.activeCount).toBe(0));
    expect((await runs.find(run.id))!.run).toMatchObject(abandoned);
    expect(ended).toEqual([]);
  });
});
