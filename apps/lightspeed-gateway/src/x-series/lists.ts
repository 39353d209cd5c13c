import type { Cursor } from '@tillbridge/gateway-kit';
import { RetryableError } from '@tillbridge/persistence';
import { versionOf } from './translate';
import { isObject, type VendorObject } from './vendor-json';

export function listOf(answer: unknown, what: string): VendorObject[] {
  if (Array.isArray(answer)) return answer.filter(isObject);
  throw new RetryableError(`Lightspeed's answer about ${what} holds no list`);
}

export function newestVersion(list: readonly VendorObject[]): Cursor | null {
  const versions = list.flatMap((thing) => versionOf(thing) ?? []).map(BigInt);
  return versions.length === 0 ? null : String(versions.reduce((a, b) => (a > b ? a : b)));
}

/** The pages of a feed, ascending, from after a version to its end. */
export async function* pagesAfter(
  pageAfter: (after: Cursor) => Promise<VendorObject[]>,
  pageSize: number,
  start: Cursor,
): AsyncGenerator<VendorObject[]> {
  for (let after = start; ;) {
    const page = await pageAfter(after);
    yield page;
    const next = newestVersion(page);
    if (page.length < pageSize || next === null || next === after) return;
    after = next;
  }
}
