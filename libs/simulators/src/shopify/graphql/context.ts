import type { GraphQLResolveInfo } from 'graphql';
import type { Shop } from '../model/shop';
import type { ApiVersion } from './schema';
import type { KeyClaims } from './idempotency';

export interface SearchWarning {
  path: string[];
  query: string;
  warnings: { field: string; message: string }[];
}

export interface Context {
  shop: Shop;
  version: ApiVersion;
  /** Idempotency keys this request holds while it is being worked on. */
  claims: KeyClaims;
  searchWarnings: SearchWarning[];
}

/** The parent and the arguments are typed by each resolver; the schema has already checked them against the document. */
export type Resolver<Parent = never, Args = never> = (
  parent: Parent,
  args: Args,
  context: Context,
  info: GraphQLResolveInfo,
) => unknown;

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a table of resolvers holds every parent and argument type
export type FieldResolvers = Record<string, Resolver<any, any>>;
export type TypeResolvers = Record<string, FieldResolvers>;

/** What an abstract field (node, nodes, tagsAdd.node) returns: the thing and the type it is. */
export interface Typed {
  __typename: string;
}
