/** What the specs share: a seeded twin, a client as an integrator would write it, and a webhook receiver. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fromJson } from './json';
import { instantLightspeedX, startLightspeedXTwin, type RunningTwin } from './start';
import type { XSeriesOptions } from './twin';

/** JSON of unknown shape, read freely by assertions. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = any;

export const TOKEN = 'lsxs_pt_spec';
const WAIT_MS_MAX = 5_000;
const POLL_MS = 10;

export interface Shop {
  twin: RunningTwin;
  ids: { outlet: string; register: string; user: string; cash: string; noTax: string; gst: string };
  productId(sku: string): string;
  api(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  control(path: string, body?: unknown): Promise<Json>;
  level(sku: string): Promise<number>;
  sale(sku: string, quantity: number, extra?: object): Json;
}

export interface Answer {
  status: number;
  headers: Headers;
  body: Json;
}

export async function openShop(options: Partial<XSeriesOptions> = {}, seed: object = {}): Promise<Shop> {
  const twin = await startLightspeedXTwin(instantLightspeedX(options));
  const control = async (path: string, body?: unknown) =>
    (await call(`${twin.url}/__twin${path}`, body === undefined ? 'GET' : 'POST', body)).body;
  const seeded = await control('/seed', {
    token: TOKEN,
    outlets: ['Main'],
    taxes: ['No Tax', { name: 'GST', rate: 0.15 }],
    products: [
      { sku: 'TEE', name: 'Tee', barcode: '0012345678905', price: 10, levels: { Main: 5 } },
      { sku: 'CAP', name: 'Cap', price: 20, levels: { Main: 3 } },
    ],
    ...seed,
  });
  const ids = {
    outlet: seeded.outlets[0].id,
    register: seeded.registers[0].id,
    user: seeded.users[0].id,
    cash: seeded.paymentTypes[0].id,
    noTax: seeded.taxes[0].id,
    gst: seeded.taxes[1].id,
  };
  const productId = (sku: string) => seeded.products.find((one: Json) => one.sku === sku).id;
  return {
    twin,
    ids,
    productId,
    control,
    api: (method, path, body, headers) =>
      call(`${twin.url}/api/2026-07${path}`, method, body, { authorization: `Bearer ${TOKEN}`, ...headers }),
    level: async (sku) => (await control('/state')).levels.find((row: Json) => row.sku === sku).level,
    sale: (sku, quantity, extra) => ({
      state: 'closed',
      source: { author_id: ids.user, register_id: ids.register, type: 'tillbridge', id: 'store-a:1' },
      line_items: [
        {
          product: { id: productId(sku) },
          quantity,
          pricing: { price: 10 },
          tax: { id: ids.noTax, amount: 0 },
          _metadata: { is_price_override: true },
        },
      ],
      payments: [{ type: { config_id: ids.cash }, amount: 10 * quantity }],
      ...extra,
    }),
  };
}

export async function call(
  url: string,
  method: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: { 'user-agent': 'spec', 'content-type': 'application/json', ...headers },
    body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text ? fromJson(text) : undefined };
}

export interface Received {
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
  payload: Json;
}

/** Collects webhooks; answers with the next of `statuses`, then 204. */
export async function receiver(statuses: number[] = []) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const payload = JSON.parse(new URLSearchParams(body.toString('utf8')).get('payload')!);
      received.push({ headers: request.headers, body, payload });
      response.writeHead(statuses.shift() ?? 204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    atLeast: (count: number) => until(() => received.length >= count),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + WAIT_MS_MAX;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
