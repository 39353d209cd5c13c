import { takeInTillFinding, type TillFinding } from '@tillbridge/level-mirror';
import { withSale } from './demand';
import { isUnsettled, levelAt, postsAt, promisesAt, withLevel } from './level';
import type { ItemState } from './item-state';
import { withPosts } from './posts';
import { setAsideAt } from './parts';
import type { Policy } from './policy';

/**
 * Takes in what one poll of the till found for this item at one location. A till sale is a fact and is never refused. `sold`
 * is what of it was bought, units: what was written off or sent elsewhere says nothing of demand.
 */
export function decideTillFinding(
  item: ItemState,
  location: string,
  found: TillFinding,
  policy: Policy,
  sold = soldIn(found),
): ItemState {
  const level = levelAt(item, location);
  const posts = postsAt(item, location);
  const finding = { ...found, isCounting: hidesUnits(item, location) };
  const taken = takeInTillFinding(level.mirror, posts, finding, policy.tillSettleMs);
  const tillDemand = withSale(level.tillDemand, { units: sold, at: found.seenAt }, policy.escrow);
  return withLevel(withPosts(item, posts, taken.posts), { ...level, mirror: taken.mirror, tillDemand });
}

/**
 * As long as somebody counts, a surplus may be units set aside that were counted along, or a post that the count has undone
 * and the sum has not.
 */
function hidesUnits(item: ItemState, location: string): boolean {
  const { counts } = levelAt(item, location);
  if (counts.some(isUnsettled)) return true;
  return (
    counts.some(({ state }) => state === 'open') &&
    (promisesAt(item, location).some((promise) => setAsideAt(promise, location) > 0) ||
      postsAt(item, location).some((post) => post.firstSentAt !== null))
  );
}

function soldIn({ recordChanges }: TillFinding): number {
  return -recordChanges.reduce((total, change) => total + Math.min(0, change), 0);
}
