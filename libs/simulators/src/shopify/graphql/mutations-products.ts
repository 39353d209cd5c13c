import { gid, idOf } from '../model/ids';
import {
  addVariant,
  createProduct,
  deleteProduct,
  hasOnlyDefaultVariant,
  removeVariant,
  updateProduct,
  updateVariant,
  type ProductSpec,
} from '../model/catalog';
import { act, itemOf, must, type Shop } from '../model/shop';
import { connect, setAvailable } from '../model/stock';
import type { Action } from '../model/action';
import type { Product, Variant } from '../model/state';
import type { Context, FieldResolvers } from './context';
import { failure, userError, type UserError } from './errors';
import { variantSpec, type VariantInput } from './product-inputs';

interface SetArgs {
  identifier?: { id?: string | null; handle?: string | null } | null;
  input: ProductSpec & { id?: string | null; variants?: VariantInput[] | null };
  synchronous?: boolean;
}

export const productMutations: FieldResolvers = {
  productSet: (_: unknown, { identifier, input, synchronous }: SetArgs, { shop }: Context) => {
    const refuse = (error: UserError) => ({ product: null, productSetOperation: null, userErrors: [error] });
    if (synchronous === false) throw failure('TWIN_UNMODELLED', 'The twin runs productSet synchronously only.');
    const known = target(shop, identifier, input.id);
    if (known === 'missing') {
      return refuse(userError(['identifier'], 'Product does not exist', 'PRODUCT_DOES_NOT_EXIST'));
    }
    const problem = setProblem(shop, known, input);
    if (problem) return refuse(problem);
    const product = act(shop, (action) => setProduct(shop, action, known, input));
    return { product, productSetOperation: null, userErrors: [] };
  },
  productCreate: (_: unknown, args: { product?: ProductSpec; input?: ProductSpec }, { shop }: Context) => {
    const spec = args.product ?? args.input;
    if (!spec?.title) return { product: null, userErrors: [userError(['title'], "Title can't be blank")] };
    const product = act(shop, (action) => {
      const made = createProduct(shop, action, spec);
      addVariant(shop, action, made, {});
      logCreated(shop, made);
      return made;
    });
    return { product, userErrors: [] };
  },
  productUpdate: (
    _: unknown,
    args: { product?: Partial<ProductSpec> & { id?: string }; input?: Partial<ProductSpec> & { id?: string } },
    { shop }: Context,
  ) => {
    const spec = args.product ?? args.input ?? {};
    const product = shop.state.products.get(idOf('Product', spec.id ?? '') ?? '');
    if (!product) return { product: null, userErrors: [userError(['id'], 'Product does not exist')] };
    act(shop, (action) => updateProduct(shop, action, product, spec));
    logUpdated(shop, product);
    return { product, userErrors: [] };
  },
  productDelete: (_: unknown, { input }: { input: { id: string } }, { shop }: Context) => {
    const product = shop.state.products.get(idOf('Product', input.id) ?? '');
    if (!product) return { deletedProductId: null, userErrors: [userError(['id'], 'Product does not exist')] };
    act(shop, (action) => deleteProduct(shop, action, product));
    shop.log.append('product_deleted', { productId: product.id });
    return { deletedProductId: gid('Product', product.id), userErrors: [] };
  },
  productVariantsBulkCreate: (
    _: unknown,
    args: { productId: string; variants: VariantInput[]; strategy?: string },
    { shop }: Context,
  ) => {
    const product = shop.state.products.get(idOf('Product', args.productId) ?? '');
    if (!product) return missingProduct();
    const problem = locationProblem(shop, args.variants);
    if (problem) return { product: null, productVariants: null, userErrors: [problem] };
    const productVariants = act(shop, (action) => {
      if (dropsStandalone(shop, product, args.strategy)) removeVariant(shop, product, variantsOf(shop, product)[0]);
      return args.variants.map((input) => addVariant(shop, action, product, variantSpec(product, input)));
    });
    act(shop, (action) => updateProduct(shop, action, product, {}));
    logUpdated(shop, product);
    return { product, productVariants, userErrors: [] };
  },
  productVariantsBulkUpdate: (_: unknown, args: { productId: string; variants: VariantInput[] }, { shop }: Context) => {
    const product = shop.state.products.get(idOf('Product', args.productId) ?? '');
    if (!product) return missingProduct();
    const found = args.variants.map(({ id }) => shop.state.variants.get(idOf('ProductVariant', id ?? '') ?? ''));
    const missing = found.findIndex((variant) => variant?.productId !== product.id);
    if (missing >= 0) {
      const field = ['variants', String(missing), 'id'];
      const error = userError(field, 'Product variant does not exist', 'PRODUCT_VARIANT_DOES_NOT_EXIST');
      return { product, productVariants: null, userErrors: [error] };
    }
    const productVariants = found as Variant[];
    act(shop, (action) =>
      productVariants.forEach((variant, index) =>
        updateVariant(shop, action, variant, { ...variantSpec(product, args.variants[index]), available: undefined }),
      ),
    );
    logUpdated(shop, product);
    return { product, productVariants, userErrors: [] };
  },
};

function target(shop: Shop, identifier: SetArgs['identifier'], inputId: string | null | undefined) {
  const id = identifier?.id ?? inputId;
  if (id) return shop.state.products.get(idOf('Product', id) ?? '') ?? ('missing' as const);
  if (!identifier?.handle) return undefined;
  // By handle, productSet makes what it does not find.
  return [...shop.state.products.values()].find((product) => product.handle === identifier.handle);
}

function setProblem(shop: Shop, known: Product | undefined, input: SetArgs['input']): UserError | undefined {
  if (!known && !input.title) return userError(['input', 'title'], "Title can't be blank", 'INVALID_INPUT');
  const stranger = input.variants?.findIndex(
    ({ id }) => id && !known?.variantIds.includes(idOf('ProductVariant', id) ?? ''),
  );
  if (stranger !== undefined && stranger >= 0) {
    const field = ['input', 'variants', String(stranger), 'id'];
    return userError(field, 'Product variant does not exist', 'PRODUCT_VARIANT_DOES_NOT_EXIST');
  }
  const location = locationProblem(shop, input.variants ?? []);
  return location && { ...location, field: ['input', ...(location.field ?? [])], code: 'INVALID_INPUT' };
}

function setProduct(shop: Shop, action: Action, known: Product | undefined, input: SetArgs['input']): Product {
  const product = known ?? createProduct(shop, action, input);
  if (known) updateProduct(shop, action, known, input);
  if (input.variants) replaceVariants(shop, action, product, input.variants);
  else if (!known) addVariant(shop, action, product, {});
  if (known) logUpdated(shop, product);
  else logCreated(shop, product);
  return product;
}

/** A list field says what there is: variants that are not named are gone, with their stock. */
function replaceVariants(shop: Shop, action: Action, product: Product, inputs: VariantInput[]): void {
  const kept = inputs.map((input) => existing(shop, product, input));
  for (const variant of variantsOf(shop, product)) {
    if (!kept.includes(variant)) removeVariant(shop, product, variant);
  }
  inputs.forEach((input, index) => {
    const variant = kept[index];
    const spec = variantSpec(product, input);
    if (!variant) {
      addVariant(shop, action, product, spec);
      return;
    }
    updateVariant(shop, action, variant, spec);
    for (const [locationId, to] of Object.entries(spec.available ?? {})) {
      setAvailable(shop, action, { level: connect(shop, action, variant.itemId, locationId), to, by: 'api' });
    }
  });
}

/** By id, else by its option values, which are unique within a product. */
function existing(shop: Shop, product: Product, input: VariantInput): Variant | undefined {
  if (input.id) return shop.state.variants.get(idOf('ProductVariant', input.id) ?? '');
  const wanted = JSON.stringify(variantSpec(product, input).options ?? []);
  return variantsOf(shop, product).find((variant) => JSON.stringify(variant.options) === wanted);
}

function dropsStandalone(shop: Shop, product: Product, strategy: string | undefined): boolean {
  if (strategy === 'REMOVE_STANDALONE_VARIANT') return product.variantIds.length === 1;
  return strategy !== 'PRESERVE_STANDALONE_VARIANT' && hasOnlyDefaultVariant(shop, product);
}

function locationProblem(shop: Shop, inputs: VariantInput[]): UserError | undefined {
  for (const [index, input] of inputs.entries()) {
    const unknown = input.inventoryQuantities?.some(
      ({ locationId }) => !shop.state.locations.has(idOf('Location', locationId) ?? ''),
    );
    if (!unknown) continue;
    const field = ['variants', String(index), 'inventoryQuantities'];
    return userError(field, 'Quantity could not be set at the location.', 'TRACKED_VARIANT_LOCATION_NOT_FOUND');
  }
  return undefined;
}

const missingProduct = () => ({
  product: null,
  productVariants: null,
  userErrors: [userError(['productId'], 'Product does not exist', 'PRODUCT_DOES_NOT_EXIST')],
});

const variantsOf = (shop: Shop, product: Product): Variant[] =>
  product.variantIds.map((id) => must(shop.state.variants, id));

const logged = (shop: Shop, product: Product) => ({
  productId: product.id,
  title: product.title,
  skus: variantsOf(shop, product).map((variant) => itemOf(shop.state, variant).sku),
});

const logCreated = (shop: Shop, product: Product) => shop.log.append('product_created', logged(shop, product));
const logUpdated = (shop: Shop, product: Product) =>
  shop.log.append('product_updated', { ...logged(shop, product), by: 'api' });
