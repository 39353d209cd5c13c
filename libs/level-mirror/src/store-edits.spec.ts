import fc from 'fast-check';
import {
  concludableEdit,
  concludeEdit,
  doubtStore,
  endClaim,
  expectedAtStore,
  foldEdits,
  isUnexplained,
  readToken,
  seeStoreFacts,
  shownAtStore,
  takeStoreRead,
  unreadStoreMirror,
  type StoreMirror,
} from './store-mirror';

const read = (mirror: StoreMirror, level: number): StoreMirror =>
  takeStoreRead(mirror, { token: readToken(mirror), level });
const base = (level: number): StoreMirror => read(unreadStoreMirror, level);
const order = (mirror: StoreMirror, units = 1): StoreMirror => seeStoreFacts(mirror, { ordered: units, restocked: 0 });

/** All that a conclusion asks for. */
const evidence = {
  now: 100_000,
  readRequestedAt: 10_000,
  ordersPollStartedAt: 20_000,
  settleMs: 30_000,
  searchLagMs: 5_000,
  committed: 0,
  knownUnfulfilled: 0,
};

describe('the edits of a store level', () => {
  describe('what people say of missing units', () => {
    const missing = (units: number) => read(doubtStore(base(9)), 9 - units);

    it('may be said once everything that could explain them was asked, and not before', () => {
      expect(isUnexplained(missing(2), evidence)).toBe(true);
      expect(isUnexplained(missing(2), { ...evidence, ordersPollStartedAt: null })).toBe(false);
      expect(isUnexplained(missing(2), { ...evidence, ordersPollStartedAt: 9_000 })).toBe(false);
      expect(isUnexplained(missing(2), { ...evidence, now: 30_000 })).toBe(false);
      expect(isUnexplained(missing(2), { ...evidence, committed: 1 })).toBe(false);
      expect(isUnexplained(doubtStore(missing(2)), evidence)).toBe(false);
      expect(isUnexplained(base(9), evidence)).toBe(false);
    });

    it('is booked once, however often and in whatever order it is heard', () => {
      const ended = endClaim(missing(3), 2);
      expect(ended).toMatchObject({ edits: -2, ended: 2, residual: -1, claim: 1 });
      expect(endClaim(ended, 2)).toBe(ended);
      expect(endClaim(ended, 1)).toBe(ended);
      expect(endClaim(ended, 3)).toEqual({ ...endClaim(missing(3), 3), facts: ended.facts + 1, seq: ended.seq + 1 });
    });

    it('leaves the level that is shown as it was', () => {
      expect(shownAtStore(endClaim(missing(2), 2))).toBe(7);
    });

    // Q3, rule 5: the sum decides, whichever came first.
    it.each([
      ['after the booking', (mirror: StoreMirror) => order(endClaim(mirror, 1))],
      ['before the booking', (mirror: StoreMirror) => endClaim(order(mirror), 1)],
    ])('is taken back, on evidence, when the order behind them is seen %s', (_, both) => {
      const late = read(both(missing(1)), 8);
      expect(late).toMatchObject({ residual: 1, edits: -1, claim: 0, reversed: 0 });
      expect(concludableEdit(late, { ...evidence, ordersPollStartedAt: null })).toBe(0);
      expect(concludableEdit(late, evidence)).toBe(1);
      expect(concludeEdit(late, 1)).toMatchObject({ residual: 0, edits: 0, reversed: 1 });
    });

    it('counts as taken back only what had been booked: the rest was put there by hand', () => {
      const raised = read(doubtStore(endClaim(missing(1), 1)), 11);
      expect(concludeEdit(raised, raised.residual)).toMatchObject({ edits: 2, reversed: 1 });
    });
  });

  describe('an edit that is folded into its level', () => {
    const edited = concludeEdit(read(doubtStore(base(4)), 7), 3);

    it('changes nothing of what is expected', () => {
      expect(expectedAtStore(foldEdits(edited))).toBe(expectedAtStore(edited));
      expect(foldEdits(edited)).toMatchObject({ edits: 0, residual: 0 });
      expect(foldEdits(base(4))).toEqual(base(4));
    });

    it('no longer has the level read for each order', () => {
      expect(order(edited).dirty).toBe(true);
      expect(order(foldEdits(edited)).dirty).toBe(false);
    });
  });

  /** A store that knows nothing of us: what it shows is what happened to it, and facts of that are heard in any order. */
  it('explains its level, whatever was sold, edited and said of it, once all of it is heard', () => {
    const happening = fc.constantFrom('sold', 'put back', 'edited', 'said', 'heard', 'read', 'concluded');
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 40 }), (days) => {
        let [shows, unheard, sold, byHand] = [50, [] as { ordered: number; restocked: number }[], 0, 0];
        let mirror = base(shows);
        const concludes = () => {
          const units = unheard.length === 0 ? concludableEdit(mirror, evidence) : 0;
          if (units !== 0) mirror = concludeEdit(mirror, units);
        };
        const hears = () => {
          const fact = unheard.shift();
          if (fact !== undefined) mirror = seeStoreFacts(mirror, fact);
        };
        for (const day of days) {
          if (day === 'sold')
            [shows, sold, unheard] = [shows - 1, sold + 1, [...unheard, { ordered: 1, restocked: 0 }]];
          if (day === 'put back' && sold > 0) {
            [shows, sold, unheard] = [shows + 1, sold - 1, [{ ordered: 0, restocked: 1 }, ...unheard]];
          }
          if (day === 'edited') [shows, byHand] = [shows - 1, byHand - 1];
          if (day === 'said') mirror = endClaim(mirror, mirror.ended + mirror.claim);
          if (day === 'heard') hears();
          if (day === 'read') mirror = read(doubtStore(mirror), shows);
          if (day === 'concluded') concludes();
        }
        while (unheard.length > 0) hears();
        mirror = read(doubtStore(mirror), shows);
        concludes();
        expect(shownAtStore(mirror)).toBe(shows);
        // What was taken off by hand is missing still, or booked because somebody said so; orders are neither.
        expect(mirror.edits - mirror.claim).toBe(byHand);
        expect(mirror.residual + mirror.claim).toBe(0);
      }),
    );
  });
});
