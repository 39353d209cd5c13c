import { isSameLine, type LineKey } from './keys';
import { isLevelKnown } from './level';
import { setAsideAt, type Part } from './parts';
import { planPosts, reclaimAll, refused, withoutUnits } from './posts';
import { upsert, type ItemState, type PlacedPost, type PromiseState } from './item-state';

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

/** What one post recorded of one line, by what was booked of it. */
export interface VoidedLine extends LineKey {
  readonly postId: string;
  readonly location: string;
  /** Negative where it took units back. */
  readonly units: number;
}

/**
 * As {@link voidPosts}, of a post that the level had taken in for good: its units leave the level again and are set aside
 * as long as the till lacks them, or what the till shows in their place would be taken for a delivery.
 */
export function unfoldVoided(item: ItemState, line: VoidedLine): ItemState {
  const promise = item.promises.find((each) => isSameLine(each, line));
  if (promise === undefined || promise.posts.some(({ postId }) => postId === line.postId)) return item;
  const unfolded = takenApart(promise, line);
  if (unfolded === null || !isLevelKnown(item, line.location)) return item;
  const next = planPosts({ ...unfolded, posts: [...promise.posts, refused(postOf(line))] });
  const promises = item.promises.map((each) => (each === promise ? next : each));
  return reclaimAll(withoutUnits({ ...item, promises }, line.location, -line.units));
}

/** null where the promise can't say any more what its post did there. */
function takenApart(promise: PromiseState, { location, units }: VoidedLine): PromiseState | null {
  const back = promise.returned.find((each) => each.location === location && each.folded >= -units && units < 0);
  if (back !== undefined) {
    const returned = promise.returned.map((each) => (each === back ? { ...back, folded: back.folded + units } : each));
    return { ...promise, returned };
  }
  const unfolded = { ...promise, folded: promise.folded - units };
  if (location === promise.location) return unfolded;
  const apart = { ...unfolded, elsewhere: withPart(promise.elsewhere, { location, units }) };
  return units < 0 || setAsideAt(apart, promise.location) < 0 ? null : apart;
}

function withPart(parts: readonly Part[], part: Part): readonly Part[] {
  const there = parts.find(({ location }) => location === part.location);
  const units = part.units + (there?.units ?? 0);
  return upsert(parts, (each) => each === there, { ...part, units });
}

function postOf({ postId, location, units }: VoidedLine): PlacedPost {
  return {
    location,
    postId,
    kind: units > 0 ? 'sale' : 'reverse',
    units: Math.abs(units),
    state: 'posted',
    versionBefore: null,
    firstSentAt: null,
    answeredAt: null,
    maybeInRow: false,
  };
}
