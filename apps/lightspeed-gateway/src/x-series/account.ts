import { amountOf, sumOf, type Amount } from '@tillbridge/contracts';
import type { CallKind } from '@tillbridge/gateway-kit';
import { Refused, type XSeriesClient } from './client';
import { versionOf } from './translate';
import { isObject, listAt, objectAt, textAt, type VendorObject } from './vendor-json';

export interface Outlet {
  name: string;
  /** Whether its customers are shown prices with tax. */
  showsTax: boolean;
}

export interface Register {
  name: string;
  outlet: string | null;
}

export interface Tax {
  name: string;
  /** Of all its rates together, in millionths: 150000 is 15 %. */
  rate: Amount;
}

export interface Product {
  name: string;
  /** Whoever sells it takes it off a level. */
  keepsStock: boolean;
}

export type ById<Thing> = ReadonlyMap<string, Thing>;

/** What configured ids may refer to. */
export interface Account {
  outlets: ById<Outlet>;
  registers: ById<Register>;
  users: ById<{ name: string }>;
  paymentTypes: ById<{ name: string }>;
  taxes: ById<Tax>;
}

export async function readAccount(client: XSeriesClient): Promise<Account> {
  return {
    outlets: await readOutlets(client),
    registers: await readRegisters(client),
    users: await readAll(client, 'items', '/users', (user) => ({ name: textAt(user, 'display_name') ?? nameOf(user) })),
    paymentTypes: await readAll(client, 'items', '/payment_types', (type) => ({ name: nameOf(type) })),
    taxes: await readTaxes(client),
  };
}

export function readOutlets(client: XSeriesClient): Promise<ById<Outlet>> {
  return readAll(client, 'items', '/outlets', (outlet) => ({
    name: nameOf(outlet),
    showsTax: textAt(outlet, 'display_prices') !== 'exclusive',
  }));
}

export function readRegisters(client: XSeriesClient): Promise<ById<Register>> {
  return readAll(client, 'post', '/registers', (register) => ({
    name: nameOf(register),
    outlet: textAt(register, 'outlet_id'),
  }));
}

export function readTaxes(client: XSeriesClient): Promise<ById<Tax>> {
  return readAll(client, 'post', '/taxes', (tax) => ({ name: nameOf(tax), rate: rateOf(tax) }));
}

/** null where the account has no such product. */
export async function readProduct(client: XSeriesClient, id: string): Promise<Product | null> {
  const answer = await client.get('items', `/products/${id}`).catch((error: unknown) => {
    if (error instanceof Refused && error.status === 404) return null;
    throw error;
  });
  if (!isObject(answer)) return null;
  const product = objectAt(answer, 'data');
  return { name: nameOf(product), keepsStock: product.has_inventory !== false };
}

const pageSize = 200;

async function readAll<Thing>(
  client: XSeriesClient,
  kind: CallKind,
  path: string,
  read: (thing: VendorObject) => Thing,
): Promise<ById<Thing>> {
  const all = new Map<string, Thing>();
  let after = 0n;
  for (;;) {
    const answer = await client.get(kind, `${path}?after=${after}&page_size=${pageSize}`);
    const page = isObject(answer) ? listAt(answer, 'data') : [];
    for (const thing of page) all.set(textAt(thing, 'id') ?? '', read(thing));
    const newest = page.map((thing) => BigInt(versionOf(thing) ?? '0')).reduce((a, b) => (a > b ? a : b), after);
    if (page.length < pageSize || newest === after) return all;
    after = newest;
  }
}

const nameOf = (thing: VendorObject): string => textAt(thing, 'name') ?? '';

/** A rate may be written in more digits than money has: sixteen and two thirds of a percent, for one. */
const rateOf = (tax: VendorObject): Amount =>
  sumOf(listAt(tax, 'rates').map((rate) => amountOf(Number(textAt(rate, 'rate') ?? 0).toFixed(6))));
