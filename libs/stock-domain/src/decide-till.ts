import { takeInTillFinding, type TillFinding } from '@tillbridge/level-mirror';
import { levelAt, postsAt, withLevel } from './level';
import type { ItemState } from './item-state';
import type { Policy } from './policy';

/** Takes in what one poll of the till found for this item at one location. A till sale is a fact and is never refused. */
export function decideTillFinding(item: ItemState, location: string, finding: TillFinding, policy: Policy): ItemState {
  const level = levelAt(item, location);
  const posts = postsAt(item, location);
  const taken = takeInTillFinding(level.mirror, posts, finding, policy.tillSettleMs);
  const replaced = new Map(posts.map((post, index) => [post, taken.posts[index]]));
  const promises = item.promises.map((promise) =>
    promise.location === location
      ? { ...promise, posts: promise.posts.map((post) => replaced.get(post) ?? post) }
      : promise,
  );
  return withLevel({ ...item, promises }, { location, mirror: taken.mirror });
}
