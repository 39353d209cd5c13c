import type { GraphQLResolveInfo } from 'graphql';
import { parseSearch } from '../search';
import { page, type Keyed, type Page, type PageArgs } from './connection';
import type { Context } from './context';

/** The filters a connection offers: field -> what an element has there. */
export type Filters<T> = Record<string, (value: T) => (string | null)[]>;

export interface SearchArgs extends PageArgs {
  query?: string | null;
}

/** Filters by Shopify's search syntax, then pages. Filters that do not exist are ignored with a warning, as there. */
export function searchPage<T>(
  elements: Keyed<T>[],
  args: SearchArgs,
  filters: Filters<T>,
  context: Context,
  info: GraphQLResolveInfo,
): Page<T> {
  const query = args.query?.trim();
  if (!query) return page(elements, args);
  const search = parseSearch(query);
  warn(search.fields, query, filters, context, info);
  const found = elements.filter(({ value }) =>
    search.matches((field) => filters[field]?.(value).filter((one): one is string => one !== null)),
  );
  return page(found, args);
}

function warn<T>(fields: string[], query: string, filters: Filters<T>, context: Context, info: GraphQLResolveInfo) {
  const unknown = fields.filter((field) => !Object.hasOwn(filters, field));
  if (unknown.length === 0) return;
  context.searchWarnings.push({
    path: [String(info.path.key)],
    query,
    warnings: unknown.map((field) => ({ field, message: 'Invalid search field for this query.' })),
  });
}
