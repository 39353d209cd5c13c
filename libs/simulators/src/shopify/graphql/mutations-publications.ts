import { idOf } from '../model/ids';
import { publish, unpublish } from '../model/publications';
import { act, type Shop } from '../model/shop';
import type { Product, Publication } from '../model/state';
import type { Context, FieldResolvers } from './context';
import { userError, type UserError } from './errors';
import { resourceNotFound, tagged } from './lookup';
import { shopView } from './queries';

interface PublishArgs {
  id: string;
  input: { publicationId?: string | null }[];
}

type Change = typeof publish;

export const publicationMutations: FieldResolvers = {
  publishablePublish: (_: unknown, args: PublishArgs, { shop }: Context) => change(shop, args, publish),
  publishableUnpublish: (_: unknown, args: PublishArgs, { shop }: Context) => change(shop, args, unpublish),
};

function change(shop: Shop, { id, input }: PublishArgs, apply: Change) {
  const product = shop.state.products.get(idOf('Product', id) ?? '');
  if (!product) throw resourceNotFound(id);
  const found = input.map(({ publicationId }) => publicationOf(shop, publicationId));
  const errors = found.flatMap((one, index) => (one ? [] : [unknownPublication(index)]));
  const publishable = tagged<Product>('Product', product);
  if (errors.length > 0) return { publishable, shop: shopView(shop), userErrors: errors };
  act(shop, (action) =>
    apply(
      shop,
      action,
      product,
      found.filter((one) => one !== undefined),
    ),
  );
  return { publishable, shop: shopView(shop), userErrors: [] };
}

function publicationOf(shop: Shop, id: string | null | undefined): Publication | undefined {
  return shop.state.publications.get(idOf('Publication', id ?? '') ?? '');
}

const unknownPublication = (index: number): UserError =>
  userError(['input', String(index), 'publicationId'], 'Publication does not exist or is not publishable');
