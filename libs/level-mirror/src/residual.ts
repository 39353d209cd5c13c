/**
 * The one idea that till and stores share: never assign what a vendor shows. Keep a sum of known facts, compare it with
 * what is shown, and treat the difference as a claim until a fact explains it.
 */

/** What the known facts allow a vendor to show. A single number where nothing is under way: `lo === hi`. */
export interface Expected {
  readonly lo: number;
  readonly hi: number;
}

/**
 * Units missing without a fact that explains them. The claim moves only as far as the evidence forces it and is never
 * recomputed from zero: a post under way must not hide a loss that was already known.
 */
export function clampClaim(claim: number, expected: Expected, shown: number): number {
  const least = Math.max(0, expected.lo - shown);
  const most = Math.max(0, expected.hi - shown);
  return Math.min(Math.max(claim, least), most);
}

/** Units shown above everything that the known facts allow. */
export function surplus(expected: Expected, shown: number): number {
  return Math.max(0, shown - expected.hi);
}
