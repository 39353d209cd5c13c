import { takeStoreRead, readToken, unreadStoreMirror } from '@tillbridge/level-mirror';
import { newStoreLevel, type StoreLevel } from '../book/store-level';
import { brakeDefaults, countMoves, movesToCount, reasonToBrake } from './brake';
import { isFar, isZeroed, moveOf } from './moves';

const now = new Date(Date.UTC(2026, 10, 27, 10));
const later = new Date(now.getTime() + 60_000);
const told = { shown: 0, ordersSeen: 0, restocksSeen: 0, missing: 0 };

/** A level that shows so many units, and of which so many are wanted. */
function level(shown: number, wanted: number, change: Partial<StoreLevel> = {}): StoreLevel {
  const mirror = takeStoreRead(unreadStoreMirror, { token: readToken(unreadStoreMirror), level: shown });
  const counted = { ordersSeen: 0, claim: 0, edits: 0 };
  const desired = { lowerTo: wanted, raiseTo: wanted, version: 2, dealt: false, counted };
  const key = { channel: 'store-a', externalId: 'v1', storeLocation: 'l1' };
  return { ...newStoreLevel(key), levelRef: 'r1', itemId: 'i1', mirror, desired, told, ...change };
}

const counts = (levels: readonly StoreLevel[], settled = levels.length) =>
  countMoves(
    levels.flatMap((each) => moveOf(each, now) ?? []),
    settled,
  );
const many = (count: number, shown: number, wanted: number, change: Partial<StoreLevel> = {}) =>
  Array.from({ length: count }, () => level(shown, wanted, change));
const reason = (levels: readonly StoreLevel[], settled: number) =>
  reasonToBrake(counts(levels, settled), brakeDefaults);

describe('how far a level moves', () => {
  it.each([
    [10, 9, false],
    [10, 5, false],
    [10, 4, true],
    [1, 0, true],
    [0, 8, true],
    [8, 16, false],
    [8, 17, true],
    [5, 5, false],
  ])('from %i to %i: far is %s', (shown, wanted, far) => {
    expect(isFar(moveOf(level(shown, wanted), now)!)).toBe(far);
  });

  it('counts what was pushed since its window began with what is wanted now', () => {
    const mark = { shown: 10, pushed: 0, until: later };
    const pushed = level(7, 4, { mark });
    const lowered = { ...pushed, mirror: { ...pushed.mirror, base: 10, pushed: -3 } };
    expect(moveOf(lowered, now)).toMatchObject({ from: 10, to: 4, units: -6 });
    expect(moveOf(lowered, later)).toMatchObject({ from: 7, to: 4, units: -3 });
  });

  it('counts nothing that the store sold itself', () => {
    const mark = { shown: 10, pushed: 0, until: later };
    const sold = level(10, 0, { mark });
    const after = { ...sold, mirror: { ...sold.mirror, ordered: 10 } };
    const move = moveOf(after, now)!;
    expect([move.units, isFar(move), isZeroed(move)]).toEqual([0, false, false]);
  });

  it('is nothing for a level that never showed what was wanted: connecting a store stops nobody', () => {
    expect(moveOf(level(10, 0, { told: null }), now)).toBeNull();
  });
});

describe('a brake', () => {
  it('stops what a wiped stocktake does', () => {
    expect(reason(many(400, 12, 0), 1000)).toContain('400 of 1000 levels would be taken to nothing');
  });

  it('stops what a wrong import does, upwards too', () => {
    expect(reason(many(501, 3, 999), 1000)).toContain('501 of 1000 levels would be moved by more than half');
  });

  it('does not stop a rush: most levels move a little, and some sell out', () => {
    expect(reason([...many(850, 12, 8), ...many(150, 2, 0)], 1000)).toBeNull();
  });

  it('does not stop what is few, whatever share of a small shop it is', () => {
    expect(reason(many(24, 9, 0), 24)).toBeNull();
    expect(reason(many(25, 9, 0), 25)).not.toBeNull();
  });

  it('stops at more than the share, not at the share', () => {
    expect(reason(many(300, 9, 0), 1000)).toBeNull();
    expect(reason(many(301, 9, 0), 1000)).not.toBeNull();
  });

  it('never needs to look at fewer moves than could be too many', () => {
    for (const settled of [0, 10, 80, 100, 1000, 10_000])
      expect(reason(many(movesToCount(settled, brakeDefaults) - 1, 9, 0), settled)).toBeNull();
  });
});
