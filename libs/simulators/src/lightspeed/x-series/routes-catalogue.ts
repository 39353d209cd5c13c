import { vendor, bodyOf, type Call } from './call';
import { notFound, unprocessable } from './errors';
import { feed } from './feed';
import { archiveProduct, createProduct, productById, setCodes, touchProduct } from './products';
import type { Product, ProductCode } from './records';
import { setLevel } from './stock';
import type { Twin } from './twin';
import { defaultTax, type Retailer } from './retailer';
import { outletView, paymentTypeView, productView, registerView, taxView, userView } from './views';

type Json = Record<string, unknown>;

export function catalogueRoutes({ retailer }: Twin) {
  const defaultTaxId = () => defaultTax(retailer)?.id ?? null;
  return {
    'GET /retailer': vendor(() => ({
      body: { data: { id: retailer.id, name: retailer.domainPrefix, domain_prefix: retailer.domainPrefix } },
    })),
    'GET /outlets': vendor(({ query }) => ({
      body: feed(retailer.outlets.values(), query, (outlet) => outletView(outlet, defaultTaxId())),
    })),
    'GET /registers': vendor(({ query }) => ({ body: feed(retailer.registers.values(), query, registerView) })),
    'GET /users': vendor(({ query }) => ({ body: feed(retailer.users.values(), query, userView) })),
    'GET /payment_types': vendor(({ query }) => ({
      body: feed(retailer.paymentTypes.values(), query, paymentTypeView),
    })),
    'GET /taxes': vendor(({ query }) => ({
      body: feed(retailer.taxes.values(), query, (tax) => taxView(tax, tax.id === defaultTaxId())),
    })),
    'GET /outlets/:id': vendor((_, { id }) => ({
      body: { data: outletView(need(retailer.outlets.get(id), 'outlet'), defaultTaxId()) },
    })),
    'GET /registers/:id': vendor((_, { id }) => ({
      body: { data: registerView(need(retailer.registers.get(id), 'register')) },
    })),
  };
}

export function productRoutes(twin: Twin) {
  const { products } = twin.retailer;
  const view = viewOf(twin.retailer);
  return {
    'GET /products': vendor(({ query }) => ({ body: listProducts(twin, query) })),
    'GET /products/:id': vendor((_, { id }) => ({ body: { data: view(productById(twin, id)) } })),
    'POST /products': vendor((call) => ({ body: { data: [newProduct(twin, bodyOf(call)).id] } })),
    'PUT /products/:id': vendor((call: Call, { id }) => {
      changeProduct(twin, productById(twin, id), bodyOf(call));
      return { body: { data: view(products.get(id)!) } };
    }),
    'DELETE /products/:id': vendor((_, { id }) => {
      const product = productById(twin, id);
      archiveProduct(twin, product, true);
      twin.log.append('product', {
        sku: product.sku,
        productId: id,
        name: product.name,
        change: 'archived',
        by: 'api',
      });
      return {};
    }),
  };
}

/** A lookup by SKU or name ignores every other parameter, tombstones included. */
function listProducts(twin: Twin, query: URLSearchParams) {
  const living = [...twin.retailer.products.values()].filter((product) => product.deletedAt === null);
  const sku = query.get('sku');
  const name = query.get('name') ?? query.get('family_name');
  const all = new URLSearchParams();
  const view = viewOf(twin.retailer);
  if (sku !== null)
    return feed(
      living.filter((one) => one.codes.some(({ code }) => code === sku)),
      all,
      view,
    );
  if (name !== null)
    return feed(
      living.filter((one) => one.name === name),
      all,
      view,
    );
  return feed(query.get('deleted') === 'true' ? twin.retailer.products.values() : living, query, view);
}

function newProduct(twin: Twin, body: Json): Product {
  if (typeof body.name !== 'string' || body.name === '') throw unprocessable('name is required');
  if (body.price_including_tax !== undefined && body.price_excluding_tax !== undefined) {
    throw unprocessable('price_including_tax and price_excluding_tax cannot both be given');
  }
  const product = createProduct(twin, {
    name: body.name,
    sku: body.sku as string | undefined,
    handle: body.handle as string | undefined,
    codes: body.product_codes as ProductCode[] | undefined,
    price: beforeTax(twin.retailer, body) ?? 0,
    active: body.is_active as boolean | undefined,
    source: body.source as string | undefined,
    sourceId: body.source_id as string | undefined,
    levels: new Map(
      ((body.inventory ?? []) as Json[]).map((row) => [String(row.outlet_id), Number(row.current_amount ?? 0)]),
    ),
  });
  twin.log.append('product', {
    sku: product.sku,
    productId: product.id,
    name: product.name,
    change: 'created',
    by: 'api',
  });
  return product;
}

/** The 2.1 body: `common` for the family, `details` for this product, with absolute levels in `details.inventory`. */
function changeProduct(twin: Twin, product: Product, body: Json): void {
  const common = (body.common ?? {}) as Json;
  const details = (body.details ?? {}) as Json;
  if (typeof common.name === 'string') product.name = common.name;
  if (typeof common.track_inventory === 'boolean') product.tracked = common.track_inventory;
  if (typeof details.is_active === 'boolean') product.active = details.is_active;
  product.price = beforeTax(twin.retailer, details) ?? product.price;
  if (Array.isArray(details.product_codes)) setCodes(product, details.product_codes as ProductCode[]);
  touchProduct(twin, product);
  for (const row of (details.inventory ?? []) as Json[]) setAbsolute(twin, product, row);
}

const rateOf = (retailer: Retailer) => defaultTax(retailer)?.rate ?? 0;
const viewOf = (retailer: Retailer) => (product: Product) => productView(product, rateOf(retailer));

/** Prices come in with or without tax, and are kept without. */
function beforeTax(retailer: Retailer, { price_excluding_tax, price_including_tax }: Json): number | undefined {
  if (price_excluding_tax !== undefined) return Number(price_excluding_tax);
  if (price_including_tax !== undefined) return Number(price_including_tax) / (1 + rateOf(retailer));
  return undefined;
}

/** No compare: whatever the till sold since the caller looked is overwritten. */
function setAbsolute(twin: Twin, product: Product, row: Json): void {
  const outlet = twin.retailer.outlets.get(String(row.outlet_id));
  if (!outlet) throw unprocessable('details.inventory.outlet_id must exist');
  if (typeof row.current_amount !== 'number') return;
  const from = setLevel(twin, product.id, outlet.id, row.current_amount);
  twin.log.append('level_set', { sku: product.sku, outlet: outlet.name, from, to: row.current_amount, by: 'api' });
}

function need<T>(record: T | undefined, what: string): T {
  if (record === undefined) throw notFound(what);
  return record;
}
