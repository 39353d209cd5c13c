import type { CountMark, ItemState } from './item-state';
import { levelAt, withLevel } from './level';
import { answered, claim, grant, order, settled, show, stocked } from './paper-item';
import { foldFinished, isGrantable } from './posts';

const count: CountMark = {
  ...{ countId: 'c1', state: 'open', openedAt: 1_000, closedAt: null, seenAt: null },
  ...{ lines: [], adjustments: [], setAside: null, question: null },
};
const closed: CountMark = { ...count, state: 'closed', closedAt: 2_000, seenAt: 2_000 };
const counting = (item: ItemState, mark: CountMark): ItemState =>
  withLevel(item, { ...levelAt(item, 'main'), counts: [mark] });
/** The till shows two units more than anything explains. */
const concludedOf = (item: ItemState): number => levelAt(show(item, 7, 60), 'main').mirror.concluded;

describe('two units more than anything explains', () => {
  const promised = settled(order(stocked(5), claim('1')));

  it('are a delivery where nobody counts, or where a count is over', () => {
    expect(concludedOf(promised)).toBe(2);
    expect(concludedOf(counting(promised, { ...closed, state: 'over' }))).toBe(2);
  });

  it('are a delivery while the shelf is counted, if nothing of ours lies on it', () => {
    expect(concludedOf(counting(stocked(5), count))).toBe(2);
  });

  it('are none while the shelf is counted and units lie set aside on it', () => {
    expect(concludedOf(counting(promised, count))).toBe(0);
  });

  it('are none before it is known what a count that has closed made of web orders', () => {
    const line = { channel: 'store-a', order: '1', line: '1', units: 1 };
    expect(concludedOf(counting(stocked(5), { ...closed, question: 'were web orders counted?' }))).toBe(0);
    expect(concludedOf(counting(stocked(5), { ...closed, lines: [line as CountMark['lines'][number]] }))).toBe(0);
  });

  it('are none while a count may have undone what was recorded', () => {
    const closedAt = { postId: 'post-1', outcome: 'closed', answeredAt: 11_000 } as const;
    const recorded = show(answered(grant(promised, 10_000), closedAt), 4, 30);
    const cancelled = order(recorded, claim('1', { current: 0, restocked: 1 }));
    expect(concludedOf(cancelled)).toBe(3);
    expect(concludedOf(counting(cancelled, count))).toBe(0);
  });
});

describe('while a shelf is counted', () => {
  const promised = settled(order(stocked(5), claim('1')));

  it('no web order is recorded at the till', () => {
    const [post] = promised.promises[0].posts;
    expect([isGrantable(promised, post), isGrantable(counting(promised, count), post)]).toEqual([true, false]);
  });

  it('what has left and is settled stays in the sum: it may have been counted before', () => {
    const closedAt = { postId: 'post-1', outcome: 'closed', answeredAt: 11_000 } as const;
    const posted = show(answered(grant(promised, 10_000), closedAt), 4, 30);
    const left = order(posted, claim('1', { fulfilled: 1 }));
    const foldedOf = (item: ItemState) => foldFinished(item).promises[0].folded;
    expect([foldedOf(left), foldedOf(counting(left, count))]).toEqual([1, 0]);
  });
});
