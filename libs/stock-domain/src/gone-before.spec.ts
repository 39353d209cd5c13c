import { decideCount } from './decide-count';
import type { ItemState, SetAside } from './item-state';
import { freeAtMost } from './level';
import { answered, claim, grant, order, paperLayout, settled, show, stocked } from './paper-item';
import { foldFinished } from './posts';
import { settleCount } from './settle-counts';

// A shelf is counted, and only then is it heard what had become of an order before.

const news = { countId: 'c1', openedAt: 20_000, closedAt: 40_000, seenAt: 41_000 } as const;
const hear = (item: ItemState, setAside: SetAside) =>
  decideCount(item, 'main', { ...news, state: 'closed' }, { ...paperLayout.policy, stocktakes: { main: setAside } });
const settle = (item: ItemState) => foldFinished(settleCount(item, 'main', 'c1', 5_000));
const counted = (item: ItemState, setAside: SetAside, level: number) => settle(show(hear(item, setAside), level, 50));

const placed = claim('1');
const shipped = claim('1', { fulfilled: 1, asOf: 10_000 });
const cancelled = claim('1', { current: 0, restocked: 1, asOf: 10_000 });
const returned = claim('1', { current: 0, fulfilled: 1, restocked: 1, asOf: 10_000 });

/** Five units, one of them sold to an order that the till has recorded. */
const recorded = show(
  answered(grant(settled(order(stocked(5), placed)), 2_000), {
    postId: 'post-1',
    outcome: 'closed',
    answeredAt: 2_500,
  }),
  4,
  12,
);
const left = foldFinished(order(recorded, claim('1', { fulfilled: 1, asOf: 5_000 })));

const seen = (item: ItemState) => {
  const after = foldFinished(item);
  return {
    free: freeAtMost(after, 'main'),
    posts: after.promises.flatMap(({ posts }) => posts.map(({ kind }) => kind)),
  };
};

describe.each<SetAside>(['counted', 'notCounted'])('an order that is heard of after a count: %s', (setAside) => {
  it('takes nothing where it had been shipped before', () => {
    expect(seen(order(counted(stocked(5), setAside, 4), shipped))).toEqual({ free: 4, posts: [] });
  });

  it('takes nothing either where the count is not taken over yet', () => {
    const late = order(hear(stocked(5), setAside), shipped);
    expect(seen(settle(show(late, 4, 50)))).toEqual({ free: 4, posts: [] });
  });

  it.each([
    ['was shipped since', { ...shipped, asOf: 45_000 }],
    ['may have been shipped while people counted', { ...shipped, asOf: 19_000 }],
    ['does not say since when', { ...shipped, asOf: undefined }],
  ])('takes its unit where it %s', (_, late) => {
    expect(seen(order(counted(stocked(5), setAside, 5), late))).toEqual({ free: 4, posts: ['sale'] });
  });

  it('is not given back what had come back before', () => {
    expect(seen(order(counted(left, setAside, 5), returned))).toEqual({ free: 5, posts: [] });
    expect(seen(order(counted(left, setAside, 4), { ...returned, asOf: 50_000 }))).toEqual({
      free: 5,
      posts: ['reverse'],
    });
  });
});

describe('an order that was known before a count', () => {
  it('is not recorded again where it is heard only then that it had been shipped', () => {
    expect(seen(order(counted(recorded, 'counted', 4), shipped))).toEqual({ free: 4, posts: [] });
    const late = order(hear(recorded, 'counted'), shipped);
    expect(seen(settle(show(late, 4, 50)))).toEqual({ free: 4, posts: [] });
  });

  it('is recorded again where it was shipped since', () => {
    expect(seen(order(counted(recorded, 'counted', 5), { ...shipped, asOf: 50_000 }))).toEqual({
      free: 4,
      posts: ['sale'],
    });
  });

  it.each([10_000, 30_000])('has its unit counted, and not on the table, where it was cancelled at %i', (asOf) => {
    const late = { ...cancelled, asOf };
    expect(seen(order(counted(recorded, 'notCounted', 5), late))).toEqual({ free: 5, posts: [] });
    expect(seen(settle(show(order(hear(recorded, 'notCounted'), late), 5, 50))).free).toBe(5);
  });

  it('has its unit given back where it was cancelled since', () => {
    expect(seen(order(counted(recorded, 'notCounted', 4), { ...cancelled, asOf: 50_000 }))).toEqual({
      free: 5,
      posts: ['sale', 'reverse'],
    });
  });

  it('changes nothing where it is told again as it was', () => {
    for (const setAside of ['counted', 'notCounted'] as const) {
      const item = counted(recorded, setAside, setAside === 'counted' ? 5 : 4);
      expect(seen(order(item, { ...placed, asOf: 1_000 }))).toEqual(seen(item));
    }
  });
});
