import { newestVersion } from './lists';
import type { VendorObject } from './vendor-json';

/** One page of a feed, ascending, after a version. */
export type PageAfter = (after: bigint) => Promise<VendorObject[]>;

const firstStep = 1n << 20n;

/**
 * The version of the newest record of a feed; 0 when it is empty. Looks for the end by halving, from where it probably is:
 * paging through years would use up the limit. `hint` is only a guess, for nobody promises that all feeds count alike.
 */
export async function feedHead(pageAfter: PageAfter, pageSize: number, hint: bigint): Promise<bigint> {
  const look = async (after: bigint) => {
    const found = await pageAfter(after);
    return { newest: BigInt(newestVersion(found) ?? '0'), isFull: found.length >= pageSize };
  };
  let page = await look(0n);
  let low = page.newest;
  let high: bigint | null = null;
  let step = hint > low ? hint - low : firstStep;
  while (page.isFull) {
    const probe: bigint = high === null ? low + step : (low + high) / 2n;
    const ahead = await look(probe);
    if (ahead.newest === 0n) high = probe;
    page = ahead.newest > 0n ? ahead : await look(low);
    if (page.newest > low) low = page.newest;
    step *= 2n;
  }
  return low;
}
