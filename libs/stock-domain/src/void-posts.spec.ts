import { assertItem } from './invariants';
import { freeAtMost, levelAt, reservedAt } from './level';
import { answered, claim, grant, order, paperLayout, settled, show, stocked } from './paper-item';
import { decideOrderLine, type LineClaim } from './decide-order';
import { foldFinished, postAgain } from './posts';
import { unfoldVoided } from './void-posts';
import type { ItemState } from './item-state';

const layout = {
  ...paperLayout,
  places: [...paperLayout.places, { channel: 'store-a', storeLocation: '9', serves: ['depot'] }],
};
const key = { channel: 'store-a', order: '1', line: '1' };
const atMain = (postId: string, units: number, location = 'main') => ({ ...key, postId, units, location });
const take = (item: ItemState, more: Partial<LineClaim>, now = 0) =>
  foldFinished(settled(decideOrderLine(item, claim('1', more), layout), now));
/** The till has recorded what waited, and its levels show so. */
const recorded = (item: ItemState, levels: Record<string, number>, seconds: number) => {
  const closed = { postId: 'post-1', outcome: 'closed', answeredAt: seconds * 1_000 + 500 } as const;
  return foldFinished(
    Object.entries(levels).reduce(
      (state, [location, level]) => show(state, level, seconds + 7, { location }),
      answered(grant(item, seconds * 1_000), closed),
    ),
  );
};
/** An order of one unit of so many, that the till has recorded. */
const sold = (units: number) => recorded(settled(order(stocked(units), claim('1'))), { main: units - 1 }, 1);
/** One unit of five, sold and shipped, and part of the level. */
const shipped = () => take(sold(5), { fulfilled: 1 }, 9_000);

describe('a post that is voided at the till once the level has taken it in', () => {
  it('leaves its unit set aside, so that what the level shows in its place is sold to nobody', () => {
    const voided = unfoldVoided(shipped(), atMain('post-9', 1));
    const seen = show(voided, 5, 20);
    expect([freeAtMost(seen, 'main'), reservedAt(seen, 'main')]).toEqual([4, 1]);
    expect(seen.promises[0].posts).toMatchObject([{ kind: 'sale', units: 1, state: 'refused', postId: 'post-9' }]);
    expect(foldFinished(seen).promises[0].posts).toHaveLength(1);
    assertItem(seen, 0);
  });

  it('is recorded anew when a person says so, and part of the level again', () => {
    const again = postAgain(show(unfoldVoided(shipped(), atMain('post-9', 1)), 5, 20), key);
    const done = recorded(again, { main: 4 }, 30);
    expect([freeAtMost(done, 'main'), reservedAt(done, 'main'), done.promises[0].posts]).toEqual([4, 0, []]);
  });

  it('changes nothing when it is told again', () => {
    const voided = unfoldVoided(shipped(), atMain('post-9', 1));
    expect(unfoldVoided(voided, atMain('post-9', 1))).toBe(voided);
  });

  it('leaves a unit that came back free, and waits for a person to record its return again', () => {
    const back = take(shipped(), { current: 0, fulfilled: 1, restocked: 1 }, 9_000);
    const returned = recorded(back, { main: 5 }, 30);
    expect([freeAtMost(returned, 'main'), returned.promises[0].posts]).toEqual([5, []]);
    const seen = show(unfoldVoided(returned, atMain('post-9', -1)), 4, 50);
    expect([freeAtMost(seen, 'main'), levelAt(seen, 'main').mirror.claim]).toEqual([5, 0]);
    expect(seen.promises[0].posts).toMatchObject([{ kind: 'reverse', state: 'refused' }]);
    assertItem(seen, 0);
  });

  it('is kept at the location where it was recorded', () => {
    const both = stocked(3, 'depot', shipped());
    const seen = show(unfoldVoided(both, atMain('post-9', 1, 'depot')), 4, 20, { location: 'depot' });
    expect([freeAtMost(seen, 'depot'), reservedAt(seen, 'depot'), reservedAt(seen, 'main')]).toEqual([3, 1, 0]);
    assertItem(seen, 0);
  });

  it('is left to people where its promise does not know that place any more', () => {
    const both = stocked(3, 'depot', shipped());
    expect(unfoldVoided(both, atMain('post-9', -1, 'depot'))).toBe(both);
  });
});
