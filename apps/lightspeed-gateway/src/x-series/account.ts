import type { CallKind } from '@tillbridge/gateway-kit';
import type { XSeriesClient } from './client';
import { versionOf } from './translate';
import { isObject, listAt, textAt, type VendorObject } from './vendor-json';

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
  /** Of all its rates together; 0.15 is 15 %. */
  rate: number;
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
    taxes: await readAll(client, 'items', '/taxes', (tax) => ({ name: nameOf(tax), rate: rateOf(tax) })),
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

const rateOf = (tax: VendorObject): number =>
  listAt(tax, 'rates').reduce((sum, rate) => sum + Number(textAt(rate, 'rate') ?? 0), 0);
