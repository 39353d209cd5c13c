import { expectedAtTill, isUnderWay, type TillMirror, type TillPost } from './till-mirror';

/**
 * Whether this level can be taken for what it says: it was requested at `from` or later, its records are known, and
 * nothing is under way that it may or may not contain.
 */
export function isExact(mirror: TillMirror, posts: readonly TillPost[], from: number): boolean {
  if (mirror.row === null || mirror.doubt !== null || mirror.uncertain.length > 0) return false;
  return mirror.row.requestedAt >= from && !posts.some(isUnderWay);
}

/**
 * Begins the sum of facts anew at the level as it was read, which is exact: a count of the shelf has set it. Nothing is
 * missing or left over any more, and what was seen or concluded before is inside.
 */
export function rebase(mirror: TillMirror, posts: readonly TillPost[]): TillMirror {
  if (mirror.row === null || mirror.base === null) return mirror;
  const base = mirror.base + mirror.row.level - expectedAtTill(mirror, posts).hi;
  return { ...mirror, base, claim: 0 };
}
