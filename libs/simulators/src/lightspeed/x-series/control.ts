import { NO_WEBHOOK_FAULTS, routes, type AnswerFault, type WebhookFaults } from '../../shared';
import { bodyOf, vendor } from './call';
import { peopleRoutes } from './control-people';
import { seed, type SeedInput } from './control-seed';
import { unprocessable } from './errors';
import { totalOf } from './sale-input';
import { DEFAULT_SETTINGS, type Twin, type XSeriesSettings } from './twin';

interface FaultsInput {
  /** Forget every fault and setting given before, first. */
  clear?: boolean;
  webhooks?: Partial<WebhookFaults>;
  answers?: AnswerFault | AnswerFault[];
  /** A token's value, or true for all of them. */
  revokeToken?: string | true;
  settings?: Partial<XSeriesSettings>;
  /** Every webhook is deleted. */
  dropWebhooks?: boolean;
}

/** What tests and the demo use to play people and to look behind the counter. No latency and no limits here. */
export function createControl(twin: Twin) {
  const { log, deliveries, retailer } = twin;
  return routes({
    ...peopleRoutes(twin),
    'POST /__twin/seed': vendor((call) => ({ body: seed(twin, bodyOf(call) as SeedInput) })),
    'GET /__twin/state': vendor(() => ({ body: stateOf(twin) })),
    'GET /__twin/log': vendor(({ query }) => ({ body: { entries: log.after(Number(query.get('after') ?? 0)) } })),
    'GET /__twin/webhooks': vendor(() => ({
      body: {
        ...deliveries.stats(),
        subscriptions: [...retailer.hooks.values()].map(({ secret: _, ...hook }) => hook),
      },
    })),
    'POST /__twin/webhooks/pause': vendor(() => ({ body: (deliveries.pause(), deliveries.stats()) })),
    'POST /__twin/webhooks/resume': vendor(() => ({ body: (deliveries.resume(), deliveries.stats()) })),
    'POST /__twin/faults': vendor((call) => ({ body: setFaults(twin, bodyOf(call) as FaultsInput) })),
  });
}

function setFaults(twin: Twin, input: FaultsInput) {
  const allowed = ['clear', 'webhooks', 'answers', 'revokeToken', 'settings', 'dropWebhooks'];
  const unknown = Object.keys(input).find((field) => !allowed.includes(field));
  if (unknown) throw unprocessable(`unknown fault "${unknown}"; known: ${allowed.join(', ')}`);
  const { deliveries, faults, settings, credentials } = twin;
  if (input.clear) {
    deliveries.faults = { ...NO_WEBHOOK_FAULTS };
    faults.clear();
    Object.assign(settings, DEFAULT_SETTINGS);
  }
  Object.assign(deliveries.faults, input.webhooks);
  [input.answers ?? []].flat().forEach((fault) => faults.add(fault));
  Object.assign(settings, input.settings);
  if (input.dropWebhooks) twin.retailer.hooks.clear();
  if (input.revokeToken) credentials.revoke(input.revokeToken === true ? undefined : input.revokeToken);
  return { webhooks: deliveries.faults, answers: faults.list(), settings };
}

function stateOf({ retailer }: Twin) {
  const skuOf = (id: string) => retailer.products.get(id)!.sku;
  const outletOf = (id: string) => retailer.outlets.get(id)!.name;
  return {
    webhooks: retailer.hooks.size,
    levels: [...retailer.rows.values()].map((row) => ({
      sku: skuOf(row.productId),
      productId: row.productId,
      outlet: outletOf(row.outletId),
      outletId: row.outletId,
      level: row.level,
      toProcure: row.toProcure,
      version: row.version,
      archived: row.deletedAt !== null,
    })),
    products: [...retailer.products.values()].map((product) => ({
      id: product.id,
      sku: product.sku,
      name: product.name,
      barcode: product.codes.find(({ code }) => code !== product.sku)?.code ?? null,
      price: product.price,
      active: product.active,
      archived: product.deletedAt !== null,
      version: product.version,
    })),
    sales: [...retailer.sales.values()].map((sale) => {
      const { price, tax } = totalOf(sale.lines);
      return {
        id: sale.id,
        by: sale.by,
        source: { type: sale.sourceType, id: sale.sourceId },
        state: sale.state,
        note: sale.note,
        outlet: outletOf(sale.outletId),
        registerId: sale.registerId,
        returnFor: sale.returnFor,
        lines: sale.lines.map(({ productId, quantity, price: each, taxAmount }) => ({
          sku: skuOf(productId),
          quantity,
          price: each,
          tax: taxAmount,
        })),
        total: toCents(price + tax),
        paid: toCents(sale.payments.reduce((sum, one) => sum + (one.deletedAt === null ? one.amount : 0), 0)),
      };
    }),
  };
}

const toCents = (amount: number) => Math.round(amount * 100) / 100;
