import { randomUUID } from 'node:crypto';
import { instantLightspeedX, startLightspeedXTwin } from '@tillbridge/simulators';
import type { TillWorld } from '@tillbridge/testing';
import { XSeriesAdapter } from '../x-series/adapter';
import type { XSeriesSettings } from '../x-series/settings';

/** Everything that X-Series might say to a second copy of a sale. */
export const saleReposts = ['existing', '409', '422', 'id-only'] as const;

type TwinOptions = Parameters<typeof instantLightspeedX>[0];

interface TwinIds {
  outlets: { id: string; name: string }[];
  registers: { id: string; name: string; outletId: string }[];
  users: { id: string }[];
  paymentTypes: { id: string; name: string }[];
  taxes: { id: string; name: string }[];
}

export interface TwinState {
  levels: { sku: string; productId: string; outlet: string; level: number; version: number }[];
  sales: {
    id: string;
    source: { type: string | null; id: string | null };
    state: string;
    total: number;
    note: string;
  }[];
}

export const clientSecret = 'a client secret of the app';
const token = 'a token of the app';
const outlet = 'Main';

/** Ask the twin's control surface. */
export async function askTwin<Answer>(url: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`${url}/__twin${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}

/** The X-Series twin in this process, its people, and our adapter to it. */
export async function openXSeriesWorld(options: TwinOptions = {}, timeoutMs = 2_000) {
  const twin = await startLightspeedXTwin(instantLightspeedX({ firstVersion: 9_007_199_254_740_993n, ...options }));
  const ask = <Answer>(path: string, body?: unknown) => askTwin<Answer>(twin.url, path, body);
  const ids = await ask<TwinIds>('/seed', {
    token,
    clientId: 'app',
    clientSecret,
    outlets: [
      { name: outlet, displayPrices: 'inclusive' },
      { name: 'Elsewhere', displayPrices: 'exclusive' },
    ],
    taxes: ['No Tax', { name: 'GST', rate: 0.15, isDefault: true }],
    registers: [
      { name: 'Counter', outlet },
      { name: 'Web', outlet },
      { name: 'Other', outlet: 'Elsewhere' },
    ],
  });
  const settings: XSeriesSettings = {
    baseUrl: twin.url,
    apiVersion: '2026-07',
    locations: [{ location: 'main', outlet: ids.outlets.find(({ name }) => name === outlet)!.id }],
    chargesProduct: null,
    currency: null,
    webOrders: [
      {
        channel: 'store-a',
        location: 'main',
        register: ids.registers.find(({ name }) => name === 'Web')!.id,
        user: ids.users[0].id,
        paymentType: ids.paymentTypes[0].id,
        tax: ids.taxes.find(({ name }) => name === 'No Tax')!.id,
        taxes: [],
      },
    ],
  };
  const adapter = new XSeriesAdapter(settings, { token, timeoutMs });
  const skus = new Map<string, string>();
  const people = peopleOf(ask, skus);
  const world: TillWorld = { adapter, location: 'main', ...people, close: () => twin.close() };
  return { ...world, adapter, ask, ids, settings, token, url: twin.url, skuOf: (item: string) => skus.get(item)! };
}

type Ask = <Answer>(path: string, body?: unknown) => Promise<Answer>;

function peopleOf(ask: Ask, skus: Map<string, string>) {
  const lines = (item: string, quantity: number) => [{ sku: skus.get(item), quantity }];
  const ringUp = async (kind: 'sale' | 'return', item: string, units: number) =>
    (await ask<{ saleId: string }>(`/till/${kind}`, { outlet, lines: lines(item, units) })).saleId;
  return {
    async addItem(level: number): Promise<string> {
      const sku = `SKU-${randomUUID().slice(0, 8)}`;
      const product = { sku, name: `Thing ${sku}`, price: 19.9, barcode: '5012345678900', levels: { [outlet]: level } };
      const { productId } = await ask<{ productId: string }>('/product', product);
      skus.set(productId, sku);
      return productId;
    },
    sell: (item: string, units: number) => ringUp('sale', item, units),
    takeBack: (item: string, units: number) => ringUp('return', item, units),
    voidSale: async (saleId: string) => void (await ask('/till/void', { saleId })),
    receive: async (item: string, units: number) =>
      void (await ask('/delivery', { outlet, lines: lines(item, units) })),
    level: async (item: string) => {
      const { levels } = await ask<TwinState>('/state');
      return levels.find((row) => row.productId === item && row.outlet === outlet)!.level;
    },
    salesUnder: async (id: string) => (await ask<TwinState>('/state')).sales.filter((sale) => sale.id === id).length,
    fault: async (operation: 'records' | 'post', fault: 'limited' | 'fails' | 'answer lost') => {
      const match = operation === 'records' ? 'GET /sales' : 'POST /sales';
      const faults = {
        limited: { kind: 'throttled', match },
        fails: { kind: 'status', status: 503, match },
        'answer lost': { kind: 'timeout', when: 'after', match },
      };
      await ask('/faults', { answers: faults[fault] });
    },
  };
}
