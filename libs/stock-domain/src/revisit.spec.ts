import { decideCount } from './decide-count';
import { forgottenCounts } from './open-counts';
import { availabilityAt } from './availability';
import { decideTillFinding } from './decide-till';
import { answered, claim, fill, grant, order, paperLayout, sell, settled, show, stocked } from './paper-item';
import { postAgain } from './posts';
import { isStrict, revisitAt } from './revisit';
import type { ItemState } from './item-state';

const placeA = paperLayout.places[0];
const offered = (item: ItemState, now: number) => availabilityAt(item, placeA, paperLayout, now);
const minuteMs = 60_000;

describe('an item is looked at again', () => {
  it('never while it waits for facts alone', () => {
    expect(revisitAt(settled(order(stocked(3), claim('1'))), 0)).toBeNull();
  });

  it('when its first hold runs out', () => {
    const early = fill(stocked(3), 'x', 1, 5_000);
    const both = fill(early, 'y', 1, 9_000);
    expect(revisitAt(both, 10_000)).toBe(65_000);
    expect(revisitAt(both, 65_000)).toBe(69_000);
    expect(revisitAt(both, 69_000)).toBeNull();
  });

  it('when a count has been open for a day, and not once it is over', () => {
    const news = { countId: 'c1', openedAt: 5_000, closedAt: null, seenAt: 6_000 };
    const counted = decideCount(stocked(3), 'main', { ...news, state: 'open' }, paperLayout.policy);
    const forgottenAt = 5_000 + 24 * 60 * minuteMs;
    expect(revisitAt(counted, 7_000)).toBe(forgottenAt);
    expect(forgottenCounts(counted, forgottenAt - 1)).toEqual([]);
    expect(forgottenCounts(counted, forgottenAt)).toEqual([{ location: 'main', countId: 'c1', openedAt: 5_000 }]);
    const over = decideCount(counted, 'main', { ...news, state: 'cancelled' }, paperLayout.policy);
    expect(revisitAt(over, 7_000)).toBeNull();
  });

  it('when a post has had no answer for a minute, and not once it has one', () => {
    const sent = grant(settled(order(stocked(3), claim('1'))), 1_000);
    expect(revisitAt(sent, 2_000)).toBe(1_000 + minuteMs);
    const closed = answered(sent, { postId: 'post-1', outcome: 'closed', answeredAt: 3_000 });
    expect(revisitAt(closed, 4_000)).toBeNull();
  });
});

describe('a post without an answer', () => {
  // 4 units, one promised; while its post is out, the till shows 3: the post, or a unit that is gone without a record.
  const masked = show(grant(settled(order(stocked(4), claim('1'))), 1_000), 3, 2);

  it('lowers no store for a minute, though it raises none', () => {
    expect(offered(masked, 2_000)).toMatchObject({ lowerTo: 3, raiseTo: 2 });
    expect(isStrict(masked, 'main', minuteMs)).toBe(false);
  });

  it('lowers stores to what is certain after a minute', () => {
    expect(isStrict(masked, 'main', 1_000 + minuteMs)).toBe(true);
    expect(offered(masked, 1_000 + minuteMs)).toMatchObject({ lowerTo: 2, raiseTo: 2 });
  });

  it('gives the units back as soon as it is answered and read', () => {
    const closed = answered(masked, { postId: 'post-1', outcome: 'closed', answeredAt: 70_000 });
    expect(offered(closed, 71_000)).toMatchObject({ lowerTo: 3 });
    expect(offered(show(closed, 3, 76), 76_500)).toMatchObject({ lowerTo: 3, raiseTo: 3 });
  });

  it('does not empty a store whose level is in doubt', () => {
    const reading = { level: 3, version: 90n, requestedAt: 60_000, answeredAt: 60_100 };
    const finding = { recordChanges: [], reading, recordsComplete: false, seenAt: 60_100 };
    const doubtful = decideTillFinding(masked, 'main', finding, paperLayout.policy);
    expect(offered(doubtful, 61_000 + minuteMs)).toMatchObject({ lowerTo: 2, raiseTo: 0 });
  });
});

describe('what the till refused', () => {
  const sent = grant(settled(order(stocked(3), claim('1', { ordered: 2 }), claim('2'))), 1_000);
  const refused = ['post-1', 'post-2'].reduce(
    (item, postId) => answered(item, { postId, outcome: 'refused', answeredAt: 2_000 }),
    sent,
  );
  const postsOf = (item: ItemState, id: string) => item.promises.find((promise) => promise.order === id)?.posts;

  it('stays refused, whatever else comes, until a person says so', () => {
    expect(postsOf(settled(order(sell(refused, 1, 3), claim('1', { ordered: 2 }))), '1')).toMatchObject([
      { state: 'refused' },
    ]);
  });

  it('is to be recorded again, without the id that was refused, for that order alone', () => {
    const again = postAgain(refused, { channel: 'store-a', order: '1' });
    expect(postsOf(again, '1')).toMatchObject([{ state: 'unposted', postId: null, kind: 'sale', units: 2 }]);
    expect(postsOf(again, '2')).toMatchObject([{ state: 'refused' }]);
  });

  it('is granted once, however often a person asks', () => {
    const again = postAgain(refused, { channel: 'store-a', order: '1' });
    expect(postAgain(again, { channel: 'store-a', order: '1' })).toBe(again);
    expect(postAgain(refused, { channel: 'store-b', order: '1' })).toBe(refused);
  });
});
