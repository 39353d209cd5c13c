import type { Conflict } from '../../tests/sim/world/shelf';
import type { Outcome } from '../../tests/sim/world/world';
import { compare, missedBy, tallyOf, type Tally } from './tally';

const conflict = (cause: Conflict['cause']): Conflict => ({ sku: 'TEE', atMs: 1, cause });
const outcome = (some: Partial<Outcome>): Outcome => ({
  conflicts: [],
  units: 10,
  accepted: 0,
  cancelled: 0,
  sold: 0,
  takenAtTill: 0,
  untold: 0,
  troubles: [],
  storyOf: () => '',
  ...some,
});
const tally = (conflicts: number, sold: number) => ({
  conflicts,
  sold,
  lostToTill: 0,
  lostToDoubt: 0,
  accepted: sold,
  takenAtTill: 0,
});
const compared = (shared: Tally, escrow: Tally) => compare({ shared, escrow, asShipped: escrow });

describe('the tally of a mode', () => {
  it('adds its runs up and keeps apart what the stores did and what the till did', () => {
    const outcomes = [
      outcome({ conflicts: [conflict('stores'), conflict('till')], accepted: 5, sold: 3, takenAtTill: 2 }),
      outcome({ conflicts: [conflict('stores'), conflict('doubt')], accepted: 4, sold: 3 }),
    ];
    expect(tallyOf(outcomes)).toEqual({
      conflicts: 2,
      lostToTill: 1,
      lostToDoubt: 1,
      accepted: 9,
      sold: 6,
      takenAtTill: 2,
    });
  });
});

describe('the targets', () => {
  it('are met by no conflict and nineteen sales of twenty', () => {
    expect(missedBy('day', compared(tally(3, 100), tally(0, 95)))).toEqual([]);
  });

  it.each([
    ['a conflict in escrow', compared(tally(3, 100), tally(1, 100)), 'escrow had 1 conflicts'],
    ['too few sales', compared(tally(3, 1_000), tally(0, 949)), 'escrow sold 94.9 %'],
    ['a run that shows nothing', compared(tally(0, 100), tally(0, 100)), 'shared mode had no conflict'],
  ])('are missed by %s', (_what, compared, says) => {
    expect(missedBy('day', compared).join()).toContain(says);
  });
});
