import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { instantShopify, type ShopifyTwinOptions } from '../options';
import type { SeedAnswer, SeedRequest } from '../seed';
import { startShopifyTwin } from '../twin';

/** What a spec needs to talk to a twin over HTTP: an API client, the control surface and a webhook receiver. */

export const TOKEN = 'shpat_test';
export const SECRET = 'hush';
export const SOHO = '655441491';
export const DEPOT = '655441492';

export interface Answer {
  status: number;
  headers: Headers;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- specs read answers of many shapes
  body: any;
}

export interface TestTwin {
  url: string;
  seeded: SeedAnswer;
  gql(query: string, variables?: object, version?: string, token?: string): Promise<Answer>;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as above
  control(path: string, body?: object): Promise<any>;
  itemId(sku: string): string;
  available(sku: string, locationId?: string): Promise<number>;
}

export const SCENE: SeedRequest = {
  shop: 'acme-a.myshopify.com',
  clientId: 'client',
  clientSecret: SECRET,
  accessToken: TOKEN,
  locations: [
    { id: SOHO, name: 'Soho' },
    { id: DEPOT, name: 'Depot' },
  ],
  products: [
    {
      title: 'Tee',
      variants: [{ sku: 'TEE-M', barcode: '5012345678900', price: '20.00', available: { [SOHO]: 5, [DEPOT]: 2 } }],
    },
    { title: 'Mug', variants: [{ sku: 'MUG', price: '8.50', policy: 'continue', available: { [SOHO]: 1 } }] },
  ],
};

const open: { close(): Promise<void> }[] = [];

/** For afterEach: whatever a spec opened, also when it failed half-way. */
export async function closeAll(): Promise<void> {
  await Promise.all(open.splice(0).map((one) => one.close()));
}

export async function testTwin(
  options: Partial<ShopifyTwinOptions> = {},
  scene: SeedRequest = SCENE,
): Promise<TestTwin> {
  const twin = await startShopifyTwin(instantShopify(options));
  open.push(twin);
  const control = async (path: string, body?: object) => {
    const method = body === undefined ? 'GET' : 'POST';
    const response = await fetch(`${twin.url}/__twin/${path}`, { method, body: body && JSON.stringify(body) });
    return response.json();
  };
  const seeded = (await control('seed', scene)) as SeedAnswer;
  return {
    url: twin.url,
    seeded,
    control,
    itemId: (sku) => `gid://shopify/InventoryItem/${seeded.variants.find((one) => one.sku === sku)?.inventoryItemId}`,
    available: async (sku, locationId = SOHO) => {
      const { levels } = (await control('state')) as {
        levels: { sku: string; locationId: string; available: number }[];
      };
      return levels.find((level) => level.sku === sku && level.locationId === locationId)?.available ?? NaN;
    },
    gql: async (query, variables = {}, version = '2026-07', token = TOKEN) => {
      const response = await fetch(`${twin.url}/admin/api/${version}/graphql.json`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-shopify-access-token': token },
        body: JSON.stringify({ query, variables }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : null };
    },
  };
}

export interface Received {
  topic: string;
  headers: IncomingHttpHeaders;
  raw: Buffer;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- payloads of many topics
  payload: any;
}

export interface Receiver {
  url: string;
  received: Received[];
  /** Status to answer with; 200 at first. */
  answerWith(status: number): void;
  of(topic: string): Received[];
}

export async function receiver(): Promise<Receiver> {
  const received: Received[] = [];
  let status = 200;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks);
      const topic = String(request.headers['x-shopify-topic']);
      received.push({ topic, headers: request.headers, raw, payload: JSON.parse(raw.toString()) });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push({
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    answerWith: (next) => (status = next),
    of: (topic) => received.filter((one) => one.topic === topic),
  };
}

const WAIT_MS_MAX = 3000;

export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + WAIT_MS_MAX;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`waited ${WAIT_MS_MAX} ms for: ${condition.toString()}`);
    await wait(5);
  }
}

export const SET = `mutation Set($input: InventorySetQuantitiesInput!, $key: String!) {
  inventorySetQuantities(input: $input) @idempotent(key: $key) {
    inventoryAdjustmentGroup {
      id createdAt reason referenceDocumentUri
      changes { name delta quantityAfterChange item { id } location { id name } }
    }
    userErrors { code field message }
  }
}`;

export interface Wanted {
  item: string;
  location?: string;
  quantity: number;
  from?: number | null;
}

/** Variables of SET; `from` left out leaves changeFromQuantity out. */
export const setInput = (wanted: Wanted[], key: string, name = 'available') => ({
  key,
  input: {
    name,
    reason: 'correction',
    referenceDocumentUri: 'tillbridge://test/1',
    quantities: wanted.map(({ item, location = SOHO, quantity, from }) => ({
      inventoryItemId: item,
      locationId: `gid://shopify/Location/${location}`,
      quantity,
      ...(from === undefined ? {} : { changeFromQuantity: from }),
    })),
  },
});

export const SUBSCRIBE = `mutation Subscribe($topic: WebhookSubscriptionTopic!, $sub: WebhookSubscriptionInput!) {
  webhookSubscriptionCreate(topic: $topic, webhookSubscription: $sub) {
    webhookSubscription { id topic uri }
    userErrors { field message }
  }
}`;

export async function subscribe(twin: TestTwin, uri: string, topics: string[], more: object = {}): Promise<void> {
  for (const topic of topics) {
    const { body } = await twin.gql(SUBSCRIBE, { topic, sub: { uri, format: 'JSON', ...more } });
    const { userErrors } = body.data.webhookSubscriptionCreate;
    if (userErrors.length > 0) throw new Error(JSON.stringify(userErrors));
  }
}
