import type { Rng } from '../../shared';

/** Just above the newest version in the vendor's own samples, and well above 2^32. */
export const FIRST_VERSION = 5_303_657_190n;
const GAP_MAX = 6;

/**
 * The platform's one counter. Every change of any record of any retailer takes the next value, so what one retailer sees
 * rises with gaps.
 */
export class VersionCounter {
  constructor(
    private readonly rng: Rng,
    private last: bigint = FIRST_VERSION,
  ) {}

  next(): bigint {
    this.last += 1n + BigInt(this.rng.int(0, GAP_MAX));
    return this.last;
  }
}
