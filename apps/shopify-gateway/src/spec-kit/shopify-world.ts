import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { unwatched, type Access, type RawWebhook } from '@tillbridge/gateway-kit';
import { instantShopify, startShopifyTwin } from '@tillbridge/simulators';
import type { StoreWorld } from '@tillbridge/testing';
import { ShopifyAdapter } from '../adapter';
import { AdminClient } from '../admin/client';
import { StaticToken } from '../admin/token';

export const channel = 'store-a';
export const domain = 'acme-a.myshopify.com';
export const secret = 'hush';
export const storeLocation = '655441491';
export const token = 'shpat_world';

const identity = { shop: domain, clientId: 'client', clientSecret: secret, accessToken: token };

type TwinState = {
  levels: { sku: string; variantId: string; locationId: string; available: number }[];
};
type LogEntry = { kind: string; sku?: string; by?: string };

/** A Shopify twin with one location, a receiver for its webhooks, and an adapter that knows neither. */
export class ShopifyWorld implements StoreWorld {
  readonly storeLocation = storeLocation;
  readonly adapter: ShopifyAdapter;
  /** By what the adapters say whether the store takes their token. */
  access: Access = unwatched;
  private readonly skus = new Map<string, string>();

  private constructor(
    private readonly twin: { url: string; close(): Promise<void> },
    private readonly receiver: Server,
    readonly address: string,
    private readonly received: RawWebhook[],
    private readonly timeoutMs: number,
  ) {
    this.adapter = this.adapterFor([storeLocation]);
  }

  adapterFor(storeLocations: readonly string[]): ShopifyAdapter {
    const { timeoutMs } = this;
    const [baseUrl, apiVersion] = [this.twin.url, '2026-07'];
    const access: Access = {
      refused: (...told) => this.access.refused(...told),
      granted: (askedAt) => this.access.granted(askedAt),
    };
    const client = new AdminClient({ baseUrl, apiVersion, tokens: new StaticToken(token), access, timeoutMs });
    return new ShopifyAdapter({ channel, domain, baseUrl, apiVersion, storeLocations }, client, [secret]);
  }

  static async open({
    timeoutMs = 500,
    ...options
  }: Parameters<typeof instantShopify>[0] & { timeoutMs?: number } = {}) {
    const twin = await startShopifyTwin(instantShopify(options));
    const received: RawWebhook[] = [];
    const receiver = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        received.push({ headers: request.headers as RawWebhook['headers'], body: Buffer.concat(chunks) });
        response.end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
    const world = new ShopifyWorld(twin, receiver, address, received, timeoutMs);
    await world.control('seed', { ...identity, locations: [{ id: storeLocation, name: 'Soho' }] });
    return world;
  }

  async revokeToken(): Promise<void> {
    await this.control('faults', { revokeTokens: true });
  }

  async grantToken(): Promise<void> {
    await this.control('seed', identity);
  }

  get url(): string {
    return this.twin.url;
  }

  async addListing(units: number, sku = `SKU-${this.skus.size + 1}`): Promise<string> {
    const { variants } = await this.control<{ variants: { variantId: string }[] }>('seed', {
      products: [{ title: sku, variants: [{ sku, price: '5.00', available: { [storeLocation]: units } }] }],
    });
    this.skus.set(variants[0]!.variantId, sku);
    return variants[0]!.variantId;
  }

  async checkout(externalId: string, quantity: number, more: object = {}): Promise<string | null> {
    const lines = [{ sku: this.sku(externalId), quantity }];
    const answer = await this.control<{ outcome: string; orderId: string }>('checkout', { lines, ...more });
    return answer.outcome === 'accepted' ? answer.orderId : null;
  }

  async cancel(order: string, restock: boolean): Promise<void> {
    await this.control(`orders/${order}/cancel`, { restock });
  }

  async setByHand(externalId: string, available: number): Promise<void> {
    await this.control('admin/level', { sku: this.sku(externalId), locationId: storeLocation, available });
  }

  /** The twin holds the push back before it takes effect; meanwhile the shopper buys. */
  async buyDuringNextPush(externalId: string): Promise<void> {
    const push = this.adapter.push.bind(this.adapter);
    this.adapter.push = async (call) => {
      this.adapter.push = push;
      await this.checkout(externalId, 1);
      return push(call);
    };
  }

  async openElsewhere(externalId: string, available: number): Promise<string> {
    const { id } = await this.control<{ id: string }>('admin/location', { name: 'Depot' });
    await this.control('admin/level', { sku: this.sku(externalId), locationId: id, available });
    return id;
  }

  async shown(externalId: string, location = storeLocation): Promise<number> {
    const { levels } = await this.control<TwinState>('state');
    return levels.find((level) => level.variantId === externalId && level.locationId === location)!.available;
  }

  async writes(externalId: string): Promise<number> {
    const { entries } = await this.control<{ entries: LogEntry[] }>('log');
    const sku = this.sku(externalId);
    return entries.filter((entry) => entry.kind === 'level_set' && entry.sku === sku && entry.by === 'api').length;
  }

  async deliveries(): Promise<RawWebhook[]> {
    for (;;) {
      const { pending } = await this.control<{ pending: number }>('webhooks');
      if (pending === 0) return this.received.splice(0);
      await pause(5);
    }
  }

  /** The first that the store lists. */
  async deleteProduct(): Promise<void> {
    const { products } = await this.control<{ products: { id: string }[] }>('state');
    const query =
      'mutation Gone($input: ProductDeleteInput!) { productDelete(input: $input) { userErrors { message } } }';
    const variables = { input: { id: `gid://shopify/Product/${products[0]!.id}` } };
    const answer = await fetch(`${this.url}/admin/api/2026-07/graphql.json`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-shopify-access-token': token },
      body: JSON.stringify({ query, variables }),
    });
    const { data } = (await answer.json()) as { data: { productDelete: { userErrors: unknown[] } } };
    if (data.productDelete.userErrors.length > 0) throw new Error('the product was not deleted');
  }

  async lagOrderSearch(searchLagMs: number): Promise<void> {
    await this.control('faults', { switches: { searchLagMs } });
  }

  async faultNextPush(fault: Parameters<StoreWorld['faultNextPush']>[0]): Promise<void> {
    const match = 'Quantities';
    const faults = {
      limited: { kind: 'throttled', match },
      fails: { kind: 'status', status: 502, match },
      'fails after the effect': { kind: 'status', status: 502, when: 'after', match },
      'answer lost': { kind: 'timeout', when: 'after', holdMs: 700, match },
    };
    await this.control('faults', { answers: [faults[fault]] });
  }

  async control<T>(path: string, body?: object): Promise<T> {
    const method = body === undefined ? 'GET' : 'POST';
    const response = await fetch(`${this.twin.url}/__twin/${path}`, { method, body: body && JSON.stringify(body) });
    const answer = (await response.json()) as T;
    if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`);
    return answer;
  }

  async close(): Promise<void> {
    await this.twin.close();
    this.receiver.closeAllConnections();
    await new Promise((resolve) => this.receiver.close(resolve));
  }

  private sku(externalId: string): string {
    return this.skus.get(externalId)!;
  }
}
