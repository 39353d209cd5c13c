import { badRequest } from './errors';

/** Largest pages as in the vendor's own client; the default is assumed. */
export const PAGE_MAX = 10_000;
export const SALES_PAGE_MAX = 500;
const PAGE_DEFAULT = 200;

export interface Bounds {
  after?: bigint;
  before?: bigint;
}

/** Records strictly between the bounds, oldest version first: the cursor is exclusive at both ends. */
export function between<T extends { version: bigint }>(records: Iterable<T>, { after, before }: Bounds): T[] {
  const inside = [...records].filter(
    ({ version }) => (after === undefined || version > after) && (before === undefined || version < before),
  );
  return inside.sort((a, b) => (a.version < b.version ? -1 : 1));
}

/** `{data, version: {min, max}}`; an empty page has null bounds, so a client must keep its own cursor. */
export function feed<T extends { version: bigint }>(
  records: Iterable<T>,
  query: URLSearchParams,
  view: (record: T) => unknown,
  pageMax = PAGE_MAX,
): { data: unknown[]; version: { min: bigint | null; max: bigint | null } } {
  const bounds = { after: version('after', query.get('after')), before: version('before', query.get('before')) };
  const page = between(records, bounds).slice(0, pageSize(query.get('page_size'), pageMax));
  return {
    data: page.map(view),
    version: { min: page[0]?.version ?? null, max: page.at(-1)?.version ?? null },
  };
}

export function version(name: string, value: unknown): bigint | undefined {
  if (value === null || value === undefined || value === '') return undefined;
  const text = String(value);
  if (!/^\d+$/.test(text)) throw badRequest(`${name} must be an integer`);
  return BigInt(text);
}

export function pageSize(text: string | null, max: number, fallback = Math.min(PAGE_DEFAULT, max)): number {
  const asked = Number(text ?? fallback);
  return Number.isInteger(asked) && asked > 0 ? Math.min(asked, max) : fallback;
}
