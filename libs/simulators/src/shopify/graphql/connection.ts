import { failure } from './errors';

export const PAGE_MAX = 250;

export interface PageArgs {
  first?: number | null;
  last?: number | null;
  after?: string | null;
  before?: string | null;
  reverse?: boolean | null;
}

/** Where an element stands in the order of the connection; ties are broken by id. */
export interface Keyed<T> {
  id: string;
  key: number | string;
  value: T;
}

export interface Page<T> {
  edges: { cursor: string; node: T }[];
  nodes: T[];
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
}

/**
 * One page. A cursor names a place in the order (key and id), not a row number, so elements that come or go between two
 * pages neither repeat nor hide others.
 */
export function page<T>(elements: Keyed<T>[], args: PageArgs): Page<T> {
  const size = pageSize(args);
  const sorted = [...elements].sort(compare);
  if (args.reverse) sorted.reverse();
  const direction = args.reverse ? -1 : 1;
  const after = args.after ? readCursor(args.after) : undefined;
  const before = args.before ? readCursor(args.before) : undefined;
  const window = sorted.filter(
    (element) =>
      (!after || compare(element, after) * direction > 0) && (!before || compare(element, before) * direction < 0),
  );
  const backwards = args.first === undefined || args.first === null;
  const chosen = backwards ? window.slice(-size) : window.slice(0, size);
  const cut = window.length > chosen.length;
  const edges = chosen.map((element) => ({ cursor: writeCursor(element), node: element.value }));
  return {
    edges,
    nodes: chosen.map((element) => element.value),
    pageInfo: {
      hasNextPage: backwards ? Boolean(before) : cut,
      hasPreviousPage: backwards ? cut : Boolean(after),
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges[edges.length - 1]?.cursor ?? null,
    },
  };
}

function pageSize(args: PageArgs): number {
  const size = args.first ?? args.last;
  const name = args.first === undefined || args.first === null ? 'last' : 'first';
  if (size === undefined || size === null) {
    throw failure('BAD_REQUEST', 'you must provide one of first or last');
  }
  if (size < 0) throw failure('BAD_REQUEST', `${name} must be a non-negative integer`);
  if (size > PAGE_MAX) throw failure('BAD_REQUEST', `${name} cannot exceed ${PAGE_MAX}`);
  return size;
}

type Place = Pick<Keyed<unknown>, 'id' | 'key'>;

function compare(a: Place, b: Place): number {
  if (a.key !== b.key) return a.key < b.key ? -1 : 1;
  return a.id.length - b.id.length || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

const writeCursor = ({ id, key }: Place): string =>
  Buffer.from(JSON.stringify({ last_id: id, last_value: key })).toString('base64');

function readCursor(cursor: string): Place {
  try {
    const place = JSON.parse(Buffer.from(cursor, 'base64').toString('utf8')) as { last_id: string; last_value: string };
    if (typeof place.last_id === 'string') return { id: place.last_id, key: place.last_value };
  } catch {
    // falls through: not one of our cursors
  }
  throw failure('BAD_REQUEST', `'${cursor}' is not a valid cursor`);
}
