import { takeInTillFinding, type TillFinding } from './take-in-till';
import { certainFree, lowerFree, missingUnits, unreadTillMirror, type TillMirror } from './till-mirror';

const settleMs = 5_000;

const row = (seconds: number, level: number) => ({
  level,
  version: BigInt(seconds + 1),
  requestedAt: seconds * 1_000,
  answeredAt: seconds * 1_000 + 200,
});
const take = (mirror: TillMirror, seconds: number, found: Partial<TillFinding>): TillMirror => {
  const nothing = { recordChanges: [], reading: null, recordsComplete: true, seenAt: seconds * 1_000 + 200 };
  return takeInTillFinding(mirror, [], { ...nothing, ...found }, settleMs).mirror;
};
const doubtful = (mirror: TillMirror, seconds: number, level: number): TillMirror =>
  take(mirror, seconds, { reading: row(seconds, level), recordsComplete: false });

/** Five units, of which two are missing from a row whose records could not be read. */
const missingTwo = doubtful(take(unreadTillMirror, 0, { reading: row(0, 5) }), 10, 3);

describe('a level in doubt', () => {
  it('misses as many units as any row has lacked, though a later one shows them', () => {
    expect(missingUnits(doubtful(missingTwo, 20, 5))).toBe(2);
  });

  it('is certain to have no more than the lowest row showed', () => {
    expect(certainFree(doubtful(missingTwo, 20, 5), [], 0)).toBe(3);
  });

  it('stays so, whatever records become known, until a row comes with all of its own', () => {
    const told = take(missingTwo, 20, { recordChanges: [-1] });
    expect(lowerFree(told, [], 0)).toBe(Number.NEGATIVE_INFINITY);
    const read = take(told, 30, { reading: row(30, 4), recordChanges: [] });
    expect([lowerFree(read, [], 0), missingUnits(read)]).toEqual([4, 0]);
  });
});
