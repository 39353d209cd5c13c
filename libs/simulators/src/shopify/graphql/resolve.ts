import { isNonNullType, type GraphQLFieldResolver, type GraphQLTypeResolver } from 'graphql';
import type { Context, Resolver, TypeResolvers, Typed } from './context';
import { failure } from './errors';
import { inventoryMutations } from './mutations-inventory';
import { orderMutations } from './mutations-orders';
import { productMutations } from './mutations-products';
import { publicationMutations } from './mutations-publications';
import { webhookMutations } from './mutations-webhooks';
import { stockingMutations } from './mutations-stocking';
import { queries } from './queries';
import { catalogTypes } from './types-catalog';
import { orderTypes } from './types-orders';
import { publicationTypes } from './types-publications';
import { webhookTypes } from './types-webhooks';

const types: TypeResolvers = {
  ...catalogTypes,
  ...orderTypes,
  ...publicationTypes,
  ...webhookTypes,
  QueryRoot: queries,
  Mutation: {
    ...inventoryMutations,
    ...stockingMutations,
    ...productMutations,
    ...publicationMutations,
    ...orderMutations,
    ...webhookMutations,
  },
};

/**
 * Looks a field up in the tables, then on the value itself. What is not modelled answers null where the schema allows it and
 * a clear error where it does not: never an invented value.
 */
export const fieldResolver: GraphQLFieldResolver<unknown, Context> = (parent, args, context, info) => {
  const known: Resolver<unknown, unknown> | undefined = types[info.parentType.name]?.[info.fieldName];
  if (known) return known(parent, args, context, info);
  if (parent && typeof parent === 'object' && Object.hasOwn(parent, info.fieldName)) {
    return (parent as Record<string, unknown>)[info.fieldName];
  }
  const root = info.parentType.name === 'QueryRoot' || info.parentType.name === 'Mutation';
  if (!root && !isNonNullType(info.returnType)) return null;
  throw failure('TWIN_UNMODELLED', `The twin does not model ${info.parentType.name}.${info.fieldName}.`);
};

export const typeResolver: GraphQLTypeResolver<Typed, Context> = (value) => value.__typename;
