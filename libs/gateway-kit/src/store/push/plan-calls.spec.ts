import { takeStoreRead } from '@tillbridge/level-mirror';
import { newStoreLevel, settled, want, type StoreLevel } from '../book/store-level';
import { planCalls, pushRow } from './plan-calls';

function wanting(index: number, lowerTo = 3): StoreLevel {
  const level = newStoreLevel({ channel: 'store-a', externalId: `v${index}`, storeLocation: 'l1' });
  const mirror = takeStoreRead(level.mirror, { token: 0, level: 5 });
  const wish = { lowerTo, raiseTo: lowerTo, version: 1, dealt: false, counted: { ordersSeen: 0, claim: 0, edits: 0 } };
  return want({ ...level, levelRef: `r${index}`, mirror }, wish);
}

const levels = (count: number) => Array.from({ length: count }, (_, index) => wanting(index));
const sizes = (count: number, calls: number, rowsPerCallMax = 250) =>
  planCalls(levels(count), { calls, rowsPerCallMax }).map((call) => call.length);

describe('spreading pushes over calls', () => {
  it('gives each level a call of its own while there are calls enough', () => {
    expect(sizes(3, 8)).toEqual([1, 1, 1]);
  });

  it('fills the calls evenly when there are more levels', () => {
    expect(sizes(10, 4)).toEqual([3, 3, 3, 1]);
  });

  it('never puts more into a call than the vendor takes, and leaves the rest for later', () => {
    expect(sizes(30, 2, 10)).toEqual([10, 10]);
  });

  it('plans nothing without levels that want a push', () => {
    expect(planCalls([wanting(1, 5)], { calls: 8, rowsPerCallMax: 250 })).toEqual([]);
  });

  it('never mixes levels to be lowered with levels to be raised, and lowers first', () => {
    const mixed = [wanting(0, 7), wanting(1), wanting(2, 7), wanting(3)];
    const plan = (calls: number) =>
      planCalls(mixed, { calls, rowsPerCallMax: 250 }).map((call) => call.map((level) => level.externalId));
    expect(plan(8)).toEqual([['v1'], ['v3'], ['v0'], ['v2']]);
    expect(plan(2)).toEqual([
      ['v1', 'v3'],
      ['v0', 'v2'],
    ]);
    expect(plan(1)).toEqual([['v1', 'v3']]);
  });

  it('gives the calls that lowerings do not need to those to be raised', () => {
    const mixed = [wanting(0, 7), wanting(1), wanting(2, 7), wanting(3, 7)];
    expect(planCalls(mixed, { calls: 3, rowsPerCallMax: 250 }).map((call) => call.length)).toEqual([1, 2, 1]);
    expect(planCalls(mixed.slice(2), { calls: 1, rowsPerCallMax: 1 }).map((call) => call.length)).toEqual([1]);
  });

  it('keeps the order of waiting', () => {
    const [first] = planCalls(levels(3), { calls: 1, rowsPerCallMax: 2 });
    expect(first!.map((level) => level.externalId)).toEqual(['v0', 'v1']);
  });

  it('sends what is shown and what it is to become', () => {
    expect(pushRow(wanting(1))).toEqual({ externalId: 'v1', storeLocation: 'l1', levelRef: 'r1', from: 5, to: 3 });
    expect(() => pushRow(wanting(1, 5))).toThrow('wants no push');
  });
});

describe('what holds after every change of a level', () => {
  const now = new Date('2026-11-23T10:00:00Z');

  it('is read when it is in doubt, unless it is to be read already or has no name at the vendor', () => {
    const doubtful = { ...wanting(1), mirror: { ...wanting(1).mirror, dirty: true } };
    expect(settled(doubtful, now).readDueAt).toEqual(now);
    const later = new Date(now.getTime() + 50);
    expect(settled({ ...doubtful, readDueAt: later }, now).readDueAt).toEqual(later);
    expect(settled({ ...doubtful, levelRef: null }, now).readDueAt).toBeNull();
  });

  it('notes the wish that it satisfies, and none that it only will', () => {
    expect(settled(wanting(1, 5), now).settledVersion).toBe(1);
    expect(settled(wanting(1, 3), now).settledVersion).toBe(0);
    expect(settled({ ...wanting(1, 3), refusal: 'no such item' }, now).settledVersion).toBe(0);
  });
});
