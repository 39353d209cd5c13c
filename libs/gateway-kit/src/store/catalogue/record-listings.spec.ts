import { catalogItemListed, type CatalogItemListed } from '@tillbridge/contracts';
import type { Described } from '../store-adapter';
import { asked, inTurn, type StoreState } from '../store-state';
import { specState } from '../spec-state';
import { markOf, recordGroup, recordGroupRead, recordListings } from './record-listings';

const channel = 'store-a';
const groupRef = 'g1';
const cause = asked(channel, 'spec', new Date(0));
const at = (ms: number) => new Date(Date.UTC(2026, 10, 23, 10, 0, 0, ms));

const described = (change: Partial<Described> = {}): Described => {
  const labels = { sku: 'TEE', barcode: null, title: 'Tee', price: '5.00' };
  const is = { tracked: true, removed: false, standing: 'sells' as const };
  return { externalId: 'v1', levelRef: 'r1', groupRef, ...labels, ...is, observedAt: at(0), ...change };
};
const withdrawn = (ms: number) => described({ standing: 'withdrawn', observedAt: at(ms) });

let state: StoreState;
beforeEach(() => {
  const now = () => at(0);
  ({ state } = specState(now));
});

const isTold = (...listings: Described[]) =>
  inTurn(state, channel, (tx) => recordListings(tx, state, channel, listings, { cause, readAfter: null }));
const isToldOfGroup = (...externalIds: string[]) =>
  inTurn(state, channel, (tx) => recordGroup(tx, state, channel, { groupRef, externalIds }));
const mark = () => markOf(state, channel);
const reads = (readAfter: number, ...listings: Described[]) =>
  inTurn(state, channel, async (tx) => {
    for (const task of await state.tasks.due(tx, channel, at(0), 10)) await state.tasks.done(tx, task);
    await recordGroupRead(tx, state, channel, { groupRef, listings }, { cause, readAfter });
  });
const standing = async () =>
  (await state.uow.run((tx) => state.idMap.listings(tx, channel, ['v1']))).map((row) => row.standing);
const tasksToDo = () => state.uow.run((tx) => state.tasks.due(tx, channel, at(0), 10));
const isToBeRead = async () => (await tasksToDo()).some(({ kind }) => kind === 'read-group');
const told = async () => {
  const facts = await state.uow.run((tx) => state.outbox.claim(tx, 100));
  return facts.filter(({ type }) => type === catalogItemListed.type).map(({ data }) => data as CatalogItemListed);
};

describe('a listing that messages tell of', () => {
  it('is as the message of the later second has it, whatever order they come in', async () => {
    await isTold(described({ observedAt: at(1_000) }));
    await isTold(withdrawn(999));
    expect([await standing(), await isToBeRead()]).toEqual([['sells'], false]);
    await isTold(described({ title: 'Shirt', observedAt: at(2_000) }));
    expect((await told()).at(-1)).toMatchObject({ title: 'Shirt' });
    expect(await isToBeRead()).toBe(false);
  });

  it('is read before it is taken to sell, or not to: the message may have been overtaken by one that said what we know', async () => {
    await isTold(described());
    await isTold(described({ observedAt: at(7_000) }));
    await isTold(withdrawn(5_000));
    expect([await standing(), await isToBeRead()]).toEqual([['sells'], true]);
  });

  it.each([0, 700])('is read when two of one second differ, be the second %s ms old', async (ms) => {
    await isTold(described());
    await isTold(withdrawn(ms));
    expect([await standing(), await isToBeRead()]).toEqual([['sells'], true]);
  });

  it('stays withdrawn when a message does not say whether it sells', async () => {
    await reads(await mark(), withdrawn(0));
    await isTold(described({ title: 'Shirt', standing: null, removed: null, observedAt: at(5_000) }));
    expect([await standing(), await isToBeRead()]).toEqual([['withdrawn'], false]);
    expect((await told()).at(-1)).toMatchObject({ title: 'Shirt', standing: 'withdrawn' });
  });

  it('is read when no message has said yet whether it sells', async () => {
    await isTold(described({ standing: null, removed: null }));
    expect([await standing(), await isToBeRead()]).toEqual([[], true]);
  });

  it.each([[[]], [['v2']]])('is not gone because a message of its group names %j: the group is read', async (ids) => {
    await isTold(described());
    await isToldOfGroup(...ids);
    expect([await standing(), await isToBeRead()]).toEqual([['sells'], true]);
  });

  it('costs no read while every message of its group names it', async () => {
    await isTold(described());
    await isToldOfGroup('v1', 'v2');
    expect(await isToBeRead()).toBe(false);
  });
});

describe('a group that was read', () => {
  it('decides what two messages of one second left open', async () => {
    await isTold(described());
    await reads(await mark(), withdrawn(0));
    expect([await standing(), await isToBeRead()]).toEqual([['withdrawn'], false]);
  });

  it('has lost what is not in it, whatever any clock says', async () => {
    await isTold(described({ observedAt: at(5_000) }));
    await reads(await mark());
    expect([await standing(), await isToBeRead()]).toEqual([['gone'], false]);
    expect((await told()).at(-1)).toMatchObject({ standing: 'gone', removed: true });
  });

  it('is read again when a message came in between, for its answer may be the older', async () => {
    const before = await mark();
    await isTold(described());
    await reads(before);
    expect([await standing(), await isToBeRead()]).toEqual([['sells'], true]);
    await reads(before, withdrawn(0));
    expect([await standing(), await isToBeRead()]).toEqual([['sells'], true]);
    await reads(await mark(), withdrawn(0));
    expect([await standing(), await isToBeRead()]).toEqual([['withdrawn'], false]);
  });

  it('is read again after a message that came in between, though that said what we knew', async () => {
    await isTold(described());
    await isTold(withdrawn(1_000));
    const [task] = await tasksToDo();
    const before = await mark();
    await isTold(described());
    await inTurn(state, channel, async (tx) => {
      const group = { groupRef, listings: [withdrawn(1_000)] };
      await recordGroupRead(tx, state, channel, group, { cause, readAfter: before });
      await state.tasks.done(tx, task!);
    });
    expect(await isToBeRead()).toBe(true);
  });

  it('does not undo what its store has told of a later second', async () => {
    await reads(await mark(), withdrawn(3_000));
    await reads(await mark(), described());
    expect(await standing()).toEqual(['withdrawn']);
  });
});

describe('a listing that is gone', () => {
  beforeEach(async () => {
    await isTold(described({ observedAt: at(5_000) }));
    await reads(await mark());
  });

  it.each([5_000, 60_000])('does not come back by a message, not by one of %s ms: the group is read', async (ms) => {
    await isTold(described({ observedAt: at(ms) }));
    expect([await standing(), await isToBeRead()]).toEqual([['gone'], true]);
  });

  it.each([0, 60_000])('comes back by a reading, be it one of %s ms', async (ms) => {
    await reads(await mark(), described({ observedAt: at(ms) }));
    expect(await standing()).toEqual(['sells']);
    // What it is told of by now wins over what it was told of before.
    const [before, after] = (await told()).slice(-2).map(({ observedAt }) => observedAt);
    expect(after! >= before!).toBe(true);
  });
});
