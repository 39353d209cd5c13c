import crypto from 'node:crypto';
import path from 'node:path';
import { stringify } from 'yaml';
import { StoreTwin, TillTwin, type Script, type TillIds } from '../world';
import type { Fleet } from './fleet';

export const twinAnswerMs: [number, number] = [80, 250];
/**
 * Short, so that the hold of the script's one cart runs out, and the stores are told, while the later scenes play: those last
 * longer, and waiting until all is quiet would not wait for a hold that has not run out yet.
 */
export const cartHoldSeconds = 10;
/**
 * Said here, for the auditor has to know it: only the last unit is shown in one store alone, however much is sold. Of more
 * that are dealt out a buyer may be refused in one store while the other has several, and the auditor forgives one.
 */
export const escrow = { floorUnits: 1, safetyFactor: 0, hysteresisPercent: 50 };
const outlet = 'Main';

/** How the vendors' twins behave where it is not as in the demo. */
export interface TwinHabits {
  /** Milliseconds, from and to. */
  answerMs?: [number, number];
  webhookMs?: [number, number];
  /** false: nobody counts calls, so that the services go as fast as they can. */
  limits?: boolean;
}

interface ShopOptions {
  seed: number;
  tillPort: number;
  storePorts: number[];
  twins?: TwinHabits;
  /** By which address the services reach a vendor; its own unless something stands in between. */
  vendorLine?(name: string, url: string): Promise<string>;
}

export interface ShopTwins {
  till: TillTwin;
  outlet: string;
  stores: { name: string; channel: string; twin: StoreTwin; locationId: string; serves: string }[];
  /** `tillbridge.yaml`, and the secrets that it takes from the environment. */
  configuration: string;
  secrets: Record<string, string>;
}

const storesOf = (ports: number[]) =>
  ports.map((port, index) => {
    const letter = 'abcdefgh'[index]!;
    return {
      name: `store ${letter.toUpperCase()}`,
      channel: `store-${letter}`,
      twin: new StoreTwin(`http://127.0.0.1:${port}`),
      locationId: String(655_441_491 + index),
      serves: outlet,
    };
  });

/** Starts the vendors' twins on the given ports and fills them with the script's items. */
export async function openShop(
  fleet: Fleet,
  script: Script,
  { seed, tillPort, storePorts, twins = {}, vendorLine = async (_, url) => url }: ShopOptions,
): Promise<ShopTwins> {
  const till = new TillTwin(`http://127.0.0.1:${tillPort}`);
  const stores = storesOf(storePorts);
  const secrets = secretsFor(stores);
  await Promise.all([
    startTwin(fleet, 'twin-till', 'lightspeed/x-series', { port: tillPort, seed, url: till.url, twins }),
    ...stores.map(({ channel, twin }, index) =>
      startTwin(fleet, `twin-${channel}`, 'shopify', {
        port: storePorts[index]!,
        seed: seed + 1 + index,
        url: twin.url,
        twins,
      }),
    ),
  ]);
  const [ids] = await Promise.all([
    till.seed({
      token: secrets.LIGHTSPEED_TOKEN!,
      clientId: 'tillbridge',
      clientSecret: secrets.LIGHTSPEED_CLIENT_SECRET!,
      outlets: [{ name: outlet }],
      registers: [
        { name: 'Counter', outlet },
        { name: 'Web', outlet },
      ],
      users: [{ name: 'Web orders' }],
      paymentTypes: [{ name: 'Paid online' }],
      taxes: [{ name: 'No tax', rate: 0 }],
      products: script.items.map(({ sku, title, price, units }) => ({
        sku,
        name: title,
        price,
        levels: { [outlet]: units },
      })),
    }),
    ...stores.map((store, index) => store.twin.seed(storeSeed(store, index, script, secrets))),
  ]);
  const lines = {
    till: await vendorLine('till', till.url),
    stores: await Promise.all(stores.map(({ channel, twin }) => vendorLine(channel, twin.url))),
  };
  return { till, outlet, stores, secrets, configuration: configurationOf(lines, stores, ids as TillIds) };
}

function startTwin(
  fleet: Fleet,
  name: string,
  vendor: string,
  { port, seed, url, twins }: { port: number; seed: number; url: string; twins: TwinHabits },
): Promise<void> {
  const { answerMs = twinAnswerMs, webhookMs = [200, 1_000], limits = true } = twins;
  return fleet.start({
    name,
    script: path.resolve(`dist/libs/simulators/src/${vendor}/main.js`),
    args: [
      '--port',
      String(port),
      '--seed',
      String(seed),
      '--answer-ms',
      answerMs.join('-'),
      '--webhook-ms',
      webhookMs.join('-'),
      '--limits',
      limits ? 'on' : 'off',
    ],
    readyUrl: `${url}/__twin/webhooks`,
  });
}

function secretsFor(stores: { channel: string }[]): Record<string, string> {
  const secret = () => crypto.randomBytes(20).toString('hex');
  return {
    LIGHTSPEED_TOKEN: secret(),
    LIGHTSPEED_CLIENT_SECRET: secret(),
    ...Object.fromEntries(
      stores.flatMap(({ channel }) => [
        [`${variable(channel)}_CLIENT_ID`, secret()],
        [`${variable(channel)}_CLIENT_SECRET`, secret()],
      ]),
    ),
  };
}

const variable = (channel: string) => channel.toUpperCase().replaceAll('-', '_');

function storeSeed(
  { channel, locationId }: { channel: string; locationId: string },
  index: number,
  script: Script,
  secrets: Record<string, string>,
) {
  return {
    shop: `acme-${'abcdefgh'[index]}.myshopify.com`,
    clientId: secrets[`${variable(channel)}_CLIENT_ID`]!,
    clientSecret: secrets[`${variable(channel)}_CLIENT_SECRET`]!,
    locations: [{ id: locationId, name: outlet }],
    products: script.items.map(({ sku, title, price, units }) => ({
      title,
      variants: [{ sku, price: price.toFixed(2), tracked: true, available: { [locationId]: units } }],
    })),
  };
}

function configurationOf(
  lines: { till: string; stores: string[] },
  stores: { channel: string; locationId: string }[],
  ids: TillIds,
): string {
  const webRegister = ids.registers.find(({ name }) => name === 'Web')!.id;
  return stringify({
    version: 1,
    till: {
      channel: 'till',
      series: 'x',
      baseUrl: lines.till,
      apiVersion: '2026-07',
      token: '${LIGHTSPEED_TOKEN}',
      clientSecret: '${LIGHTSPEED_CLIENT_SECRET}',
      locations: [{ location: 'main', outlet: ids.outlets[0]!.id }],
      webOrders: stores.map(({ channel }) => ({
        channel,
        location: 'main',
        register: webRegister,
        user: ids.users[0]!.id,
        paymentType: ids.paymentTypes[0]!.id,
        tax: ids.taxes[0]!.id,
      })),
    },
    stores: stores.map(({ channel, locationId }, index) => ({
      channel,
      domain: `acme-${'abcdefgh'[index]}.myshopify.com`,
      baseUrl: lines.stores[index]!,
      apiVersion: '2026-07',
      clientId: `\${${variable(channel)}_CLIENT_ID}`,
      clientSecret: `\${${variable(channel)}_CLIENT_SECRET}`,
      locations: [{ storeLocation: locationId, serves: ['main'] }],
      newItems: 'create',
      rank: index + 1,
    })),
    policy: {
      version: 1,
      loser: 'hold',
      safetyStock: 0,
      escrow,
      cartHolds: stores.map(({ channel }) => ({ channel, ttlSeconds: cartHoldSeconds })),
    },
  });
}
