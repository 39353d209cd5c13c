import { unprocessable } from './errors';
import { barcodeType, createProduct } from './products';
import type { Named, Outlet, Product } from './records';
import { findOutlet, findProduct, type Retailer } from './retailer';
import type { Twin } from './twin';

type NameInput = string | { id?: string; name: string };
type OutletInput = string | { id?: string; name: string; displayPrices?: Outlet['displayPrices'] };

export interface ProductInput {
  sku: string;
  name: string;
  barcode?: string;
  price?: number;
  tracked?: boolean;
  /** Makes it a composite: units of each component by SKU. */
  components?: Record<string, number>;
  /** SKU of the family's first product. */
  variantOf?: string;
  options?: { name: string; value: string }[];
  /** By outlet name or id. */
  levels?: Record<string, number>;
}

interface TaxInput {
  id?: string;
  name: string;
  rate?: number;
  /** What products are taxed with; the first one unless said otherwise. */
  isDefault?: boolean;
}

export interface SeedInput {
  token?: string;
  clientId?: string;
  clientSecret?: string;
  outlets?: OutletInput[];
  registers?: { id?: string; name: string; outlet: string }[];
  users?: NameInput[];
  paymentTypes?: NameInput[];
  taxes?: (string | TaxInput)[];
  products?: ProductInput[];
}

/** Adds to the account; answers with the id of everything there is. Whatever is left out gets one plain default. */
export function seed(twin: Twin, input: SeedInput) {
  const { retailer } = twin;
  const code = addCredentials(twin, input);
  for (const outlet of input.outlets ?? []) addOutlet(retailer, typeof outlet === 'string' ? { name: outlet } : outlet);
  for (const { id, name, outlet } of input.registers ?? []) {
    const register = { ...record(retailer, id), name, outletId: findOutlet(retailer, outlet).id };
    retailer.registers.set(register.id, register);
  }
  for (const user of named(input.users)) addNamed(retailer, retailer.users, user);
  for (const type of named(input.paymentTypes)) addNamed(retailer, retailer.paymentTypes, type);
  for (const tax of input.taxes ?? []) addTax(retailer, typeof tax === 'string' ? { name: tax } : tax);
  fillGaps(retailer);
  for (const product of input.products ?? []) addProduct(twin, product);
  return { token: input.token, oauth: code && { code }, ...inventoryOf(retailer) };
}

export function addProduct(twin: Twin, input: ProductInput): Product {
  const { retailer } = twin;
  if (!input.sku || !input.name) throw unprocessable('a product needs a sku and a name');
  const levels = Object.entries(input.levels ?? {}).map(
    ([outlet, level]) => [findOutlet(retailer, outlet).id, level] as const,
  );
  const parent = [...retailer.products.values()].find(({ sku }) => sku === input.variantOf);
  return createProduct(twin, {
    name: input.name,
    sku: input.sku,
    codes: input.barcode ? [{ type: barcodeType(input.barcode), code: input.barcode }] : [],
    price: input.price,
    tracked: input.tracked,
    components: input.components && componentsOf(retailer, input.components),
    parentId: parent?.id,
    options: input.options,
    levels: new Map(levels),
  });
}

const componentsOf = (retailer: Retailer, components: Record<string, number>) =>
  new Map(Object.entries(components).map(([sku, units]) => [findProduct(retailer, sku).id, units]));

/** A token beside a client id and secret is that app's access token; alone it is a personal one, whose hooks are unsigned. */
function addCredentials(twin: Twin, input: SeedInput): string | undefined {
  const { clientId, clientSecret, token } = input;
  const app = clientId && clientSecret ? { clientId, clientSecret } : null;
  if (app) twin.credentials.addApp(app);
  if (token) twin.credentials.addToken(token, app);
  return app ? twin.credentials.issueCode(app) : undefined;
}

function fillGaps(retailer: Retailer): void {
  if (retailer.outlets.size === 0) addOutlet(retailer, { name: 'Main Outlet' });
  if (retailer.users.size === 0) addNamed(retailer, retailer.users, { name: 'Cashier' });
  if (retailer.paymentTypes.size === 0) addNamed(retailer, retailer.paymentTypes, { name: 'Cash' });
  if (retailer.taxes.size === 0) addTax(retailer, { name: 'No Tax' });
  for (const outlet of retailer.outlets.values()) {
    if ([...retailer.registers.values()].some((register) => register.outletId === outlet.id)) continue;
    const register = { ...record(retailer), name: `${outlet.name} Register`, outletId: outlet.id };
    retailer.registers.set(register.id, register);
  }
}

function inventoryOf(retailer: Retailer) {
  const list = <T extends Named>(records: Map<string, T>) =>
    [...records.values()].map(({ id, name }) => ({ id, name }));
  return {
    outlets: list(retailer.outlets),
    registers: [...retailer.registers.values()].map(({ id, name, outletId }) => ({
      id,
      name,
      outlet: retailer.outlets.get(outletId)!.name,
      outletId,
    })),
    users: list(retailer.users),
    paymentTypes: list(retailer.paymentTypes),
    taxes: [...retailer.taxes.values()].map(({ id, name, rate }) => ({ id, name, rate })),
    products: [...retailer.products.values()].map(({ id, sku }) => ({ id, productId: id, sku })),
  };
}

const named = (inputs: NameInput[] = []) => inputs.map((one) => (typeof one === 'string' ? { name: one } : one));

const record = (retailer: Retailer, id?: string) => ({
  id: id ?? retailer.ids.uuid(),
  version: retailer.versions.next(),
});

function addNamed(retailer: Retailer, records: Map<string, Named>, { id, name }: { id?: string; name: string }): void {
  const added = { ...record(retailer, id), name };
  records.set(added.id, added);
}

function addOutlet(retailer: Retailer, { id, name, displayPrices = 'exclusive' }: Exclude<OutletInput, string>): void {
  const outlet = { ...record(retailer, id), name, displayPrices };
  retailer.outlets.set(outlet.id, outlet);
}

function addTax(retailer: Retailer, { id, name, rate = 0, isDefault = false }: TaxInput): void {
  const tax = { ...record(retailer, id), name, rate, rateId: retailer.ids.uuid(), isDefault };
  retailer.taxes.set(tax.id, tax);
}
