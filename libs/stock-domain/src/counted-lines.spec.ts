import { decideCount, type CountNews } from './decide-count';
import type { ItemState, SetAside } from './item-state';
import { levelAt } from './level';
import { answered, claim, grant, order, paperLayout, settled, show, stocked } from './paper-item';

// What nobody but a person can say of a completed count, one reason after the other.

const news: CountNews = { countId: 'c1', state: 'closed', openedAt: 20_000, closedAt: 40_000, seenAt: 41_000 };
const hear = (item: ItemState, setAside: SetAside | null, more: Partial<CountNews> = {}) => {
  const stocktakes: Record<string, SetAside> = setAside === null ? {} : { main: setAside };
  return decideCount(item, 'main', { ...news, ...more }, { ...paperLayout.policy, stocktakes });
};
const begin = (item: ItemState, setAside: SetAside) => hear(item, setAside, { state: 'open', closedAt: null });
const question = (item: ItemState) => levelAt(item, 'main').counts[0].question;

const placed = order(stocked(5), claim('1'));
const sent = (at: number) => grant(settled(placed), at);
const recorded = show(answered(sent(2_000), { postId: 'post-1', outcome: 'closed', answeredAt: 2_500 }), 4, 12);

describe('a completed count', () => {
  it('asks nobody where nothing was set aside, whatever the policy says', () => {
    expect([question(hear(stocked(5), null)), question(hear(stocked(5), 'notCounted'))]).toEqual([null, null]);
  });

  it.each<SetAside>(['counted', 'notCounted'])(
    'asks nobody where the policy says %s, and nothing is in the way',
    (said) => {
      expect(question(hear(begin(recorded, said), said))).toBeNull();
      expect(question(hear(recorded, said))).toBeNull();
    },
  );

  it('asks what the policy does not say', () => {
    expect(question(hear(recorded, null))).toContain('the policy does not say');
  });

  it('asks where a web order was being recorded meanwhile', () => {
    expect(question(hear(sent(39_000), 'counted'))).toContain('was being recorded');
  });

  it('asks where a web order was shipped', () => {
    const shipped = order(begin(recorded, 'counted'), claim('1', { fulfilled: 1 }));
    expect(question(hear(shipped, 'counted'))).toContain('was shipped');
  });

  describe('of a shelf without what is set aside', () => {
    it('asks where a web order was cancelled', () => {
      const cancelled = order(begin(recorded, 'notCounted'), claim('1', { current: 0, restocked: 1 }));
      expect(question(hear(cancelled, 'notCounted'))).toContain('was cancelled');
    });

    it('asks where a web order was placed since it began', () => {
      const late = order(stocked(5), claim('1', { placedAt: 30_000 }));
      expect(question(hear(late, 'notCounted'))).toContain('was placed while');
    });

    it.each([
      ['were added to a web order', (item: ItemState) => order(item, claim('1', { ordered: 2 }))],
      ['were set aside that nobody had heard of', (item: ItemState) => order(item, claim('2'))],
    ])('asks where units %s meanwhile', (_, meanwhile) => {
      const item = meanwhile(begin(recorded, 'notCounted'));
      expect(question(hear(item, 'notCounted'))).toContain('were added');
    });
  });
});
