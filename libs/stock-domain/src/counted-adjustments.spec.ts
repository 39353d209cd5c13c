import { newAdjustment } from './adjustments';
import { answerCount, decideCount, type CountNews } from './decide-count';
import { editStepsBetween } from './edit-steps';
import { freeAtMost, freeForSure, levelAt } from './level';
import { answered, paperLayout, show, stocked } from './paper-item';
import { foldFinished, grantableAdjustments, grantPost } from './posts';
import { settleCount } from './settle-counts';
import type { ItemState } from './item-state';

// A person has said that units are gone, and the shelf is counted before, or while, the till is told so.

const goneTwo = { id: 'a1', channel: 'store-a', storeLocation: '1', location: 'main', units: 2 };
const news: CountNews = { countId: 'c1', state: 'closed', openedAt: 20_000, closedAt: 40_000, seenAt: 41_000 };
const free = (item: ItemState) => [freeAtMost(item, 'main'), freeForSure(item, 'main')];
const accept = (item: ItemState, more = {}): ItemState => ({
  ...item,
  adjustments: [...item.adjustments, newAdjustment({ ...goneTwo, ...more })],
});
const hear = (item: ItemState, more: Partial<CountNews> = {}) =>
  decideCount(item, 'main', { ...news, ...more }, paperLayout.policy);
const settle = (item: ItemState) => foldFinished(settleCount(item, 'main', 'c1', paperLayout.policy.tillSettleMs));
const send = (item: ItemState, at: number) =>
  grantableAdjustments(item).reduce((state, { id, post }) => grantPost(state, post, id, at), item);
const questionOf = (item: ItemState) => levelAt(item, 'main').counts[0].question;

describe('a count of a shelf from which a person has said that units are gone', () => {
  it('has found it so: the till is not adjusted any more, and nothing is raised before that is certain', () => {
    const accepted = accept(hear(stocked(7), { state: 'open' }));
    expect(free(accepted)).toEqual([5, 5]);
    expect(grantableAdjustments(accepted)).toEqual([]);
    const counted = hear(accepted);
    expect(free(counted)).toEqual([5, Number.NEGATIVE_INFINITY]);
    expect(grantableAdjustments(counted)).toEqual([]);
    const read = show(counted, 5, 50);
    const settled = settle(read);
    expect(settled.adjustments).toEqual([]);
    expect(free(settled)).toEqual([5, 5]);
    expect(editStepsBetween(read, settled)).toEqual([
      { channel: 'store-a', storeLocation: '1', what: 'counted', units: 2 },
    ]);
  });

  it('has found units, too, that were to be given back to the till', () => {
    const counted = hear(accept(hear(stocked(5), { state: 'open' }), { units: -2 }));
    expect(free(settle(show(counted, 7, 50)))).toEqual([7, 7]);
  });

  it('knows nothing of what was said after it', () => {
    const counted = accept(hear(accept(hear(stocked(7), { state: 'open' }))), { id: 'a2', units: 1 });
    const settled = settle(show(counted, 5, 50));
    expect(grantableAdjustments(settled)).toMatchObject([{ id: 'a2' }]);
    expect(free(settled)).toEqual([4, 4]);
  });

  it.each([
    ['given up', { state: 'cancelled' as const, closedAt: null }],
    ['of another location', {}],
  ])('changes nothing of it where it was %s', (which, more) => {
    const at = which === 'of another location' ? 'depot' : 'main';
    const item = decideCount(accept(stocked(7)), at, { ...news, ...more }, paperLayout.policy);
    expect(grantableAdjustments(settle(show(item, 7, 50)))).toMatchObject([{ id: 'a1' }]);
  });

  it('changes nothing of it where a person says that it has changed no level', () => {
    const unclear = hear(accept(stocked(7)), { state: 'unclear' });
    expect(grantableAdjustments(unclear)).toEqual([]);
    expect(grantableAdjustments(answerCount(unclear, 'main', 'c1', 'untouched'))).toMatchObject([{ id: 'a1' }]);
  });

  it.each([39_000, 60_000])('asks a person where the till was being told of it at %d', (sentAt) => {
    const counted = hear(send(accept(stocked(7)), sentAt));
    expect(questionOf(counted)).toContain('correction of the till');
    expect(freeForSure(counted, 'main')).toBe(Number.NEGATIVE_INFINITY);
  });

  it('asks nobody where the till had shown it before', () => {
    const posted = answered(send(accept(stocked(7)), 10_000), { postId: 'a1', outcome: 'closed', answeredAt: 11_000 });
    const counted = hear(posted);
    expect(questionOf(counted)).toBeNull();
    const settled = settle(show(counted, 5, 50));
    expect(settled.adjustments).toEqual([]);
    expect(free(settled)).toEqual([5, 5]);
  });
});
