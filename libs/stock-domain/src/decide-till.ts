import { takeInTillFinding, type TillFinding } from '@tillbridge/level-mirror';
import { withSale, type Sale } from './demand';
import { levelAt, postsAt, withLevel } from './level';
import type { ItemState, PlacedPost } from './item-state';
import { planPosts, reclaimAll, refused, withPosts } from './posts';
import type { Policy } from './policy';

/** Takes in what one poll of the till found for this item at one location. A till sale is a fact and is never refused. */
export function decideTillFinding(item: ItemState, location: string, finding: TillFinding, policy: Policy): ItemState {
  const level = levelAt(item, location);
  const posts = postsAt(item, location);
  const taken = takeInTillFinding(level.mirror, posts, finding, policy.tillSettleMs);
  const tillDemand = withSale(level.tillDemand, soldIn(finding), policy.escrow);
  return withLevel(withPosts(item, posts, taken.posts), { ...level, mirror: taken.mirror, tillDemand });
}

function soldIn({ recordChanges, seenAt }: TillFinding): Sale {
  return { units: -recordChanges.reduce((total, change) => total + Math.min(0, change), 0), at: seenAt };
}

/** What the till shows as voided that was recorded for a web order: it is not there, and a person has to say why. */
export function voidPosts(item: ItemState, postIds: readonly string[]): ItemState {
  const isVoided = ({ postId, state }: PlacedPost) =>
    postId !== null && postIds.includes(postId) && state !== 'refused';
  if (!item.promises.some((promise) => promise.posts.some(isVoided))) return item;
  const promises = item.promises.map((promise) =>
    promise.posts.some(isVoided)
      ? planPosts({ ...promise, posts: promise.posts.map((post) => (isVoided(post) ? refused(post) : post)) })
      : promise,
  );
  return reclaimAll({ ...item, promises });
}
