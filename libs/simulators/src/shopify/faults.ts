import { BadRequest, type AnswerFault, type AnswerFaults, type DeliveryQueue, type WebhookFaults } from '../shared';
import { DELIVERY_FAULT_KINDS, type DeliveryFault, type DeliveryFaults } from './delivery-faults';
import { act, levelOf, must, variantBySku, type Shop, type Switches } from './model/shop';
import { adminSetAvailable } from './model/stock';
import { shopPayload } from './payloads';

export interface StaleInjection {
  /** Only writes that touch this SKU; any write if absent. */
  sku?: string;
  /** How the admin's edit changes available just before the write commits. */
  delta: number;
  count?: number;
}

/** A person edits a level in the admin between the moment a client read it and the moment its write commits. */
export class StaleInjections {
  private waiting: StaleInjection[] = [];

  constructor(private readonly shop: Shop) {}

  add(injection: StaleInjection): void {
    this.waiting.push({ ...injection, count: injection.count ?? 1 });
  }

  clear(): void {
    this.waiting = [];
  }

  list(): StaleInjection[] {
    return this.waiting.map((one) => ({ ...one }));
  }

  strike(operation: string, variables: Record<string, unknown>): void {
    if (!/inventory(Set|Adjust)Quantities/.test(operation)) return;
    const text = JSON.stringify(variables);
    for (const injection of this.waiting) this.edit(injection, text);
    this.waiting = this.waiting.filter((one) => (one.count ?? 0) > 0);
  }

  private edit(injection: StaleInjection, text: string): void {
    const { state } = this.shop;
    const target = [...state.levels.values()].find((level) => {
      const item = must(state.items, level.itemId);
      const named = text.includes(`InventoryItem/${level.itemId}"`) && text.includes(`Location/${level.locationId}"`);
      return named && (!injection.sku || item.sku === injection.sku);
    });
    if (!target) return;
    injection.count = (injection.count ?? 1) - 1;
    adminSetAvailable(this.shop, target.itemId, target.locationId, target.quantities.available + injection.delta);
  }
}

/** The body of POST /__twin/faults; every part is optional and adds to what is set. */
export interface FaultsRequest {
  /** kinds: bad_hmac, null_available, null_variant_id. */
  deliveries?: DeliveryFault[];
  /** Drop every fault first. */
  clear?: boolean;
  webhooks?: Partial<WebhookFaults>;
  /** kinds: status (with `status`), timeout (with `holdMs`), throttled, access_denied, previous_failed. */
  answers?: AnswerFault[];
  adminEdits?: StaleInjection[];
  switches?: Partial<Switches>;
  /** The subscriptions are deleted, as after eight failed deliveries in a row. */
  dropSubscriptions?: boolean;
  /** Every token dies; client credentials still give new ones. */
  revokeTokens?: boolean;
  /** The merchant removes the app: tokens and credentials die, subscriptions go, app/uninstalled is sent. */
  uninstall?: boolean;
}

const KINDS = ['status', 'timeout', 'throttled', 'access_denied', 'previous_failed'];

export interface FaultTargets {
  shop: Shop;
  deliveries: DeliveryFaults;
  queue: DeliveryQueue;
  answers: AnswerFaults;
  injections: StaleInjections;
}

export function applyFaults(targets: FaultTargets, request: FaultsRequest): void {
  const { shop, queue, answers, injections, deliveries } = targets;
  const strange = request.answers?.find((fault) => !KINDS.includes(fault.kind));
  if (strange) throw new BadRequest(`kind must be one of ${KINDS.join(', ')}, got "${strange.kind}"`);
  const odd = request.deliveries?.find((fault) => !DELIVERY_FAULT_KINDS.includes(fault.kind));
  if (odd) throw new BadRequest(`kind must be one of ${DELIVERY_FAULT_KINDS.join(', ')}, got "${odd.kind}"`);
  if (request.clear) {
    deliveries.clear();
    answers.clear();
    injections.clear();
    Object.assign(queue.faults, { duplicateRate: 0, loseRate: 0, reorderRate: 0, delayRate: 0 });
    Object.assign(shop.switches, DEFAULT_SWITCHES);
  }
  Object.assign(queue.faults, request.webhooks);
  Object.assign(shop.switches, request.switches);
  request.deliveries?.forEach((fault) => deliveries.add(fault));
  request.answers?.forEach((fault) => answers.add(fault));
  request.adminEdits?.forEach((one) => injections.add(one));
  if (request.dropSubscriptions) shop.state.subscriptions.clear();
  if (request.revokeTokens) shop.state.tokens.clear();
  if (request.uninstall) uninstall(shop);
}

export const DEFAULT_SWITCHES: Switches = {
  searchLagMs: 0,
  noopBeforeCompare: false,
  failedKey: 'replay',
  cancelJob: 'cancels',
};

function uninstall(shop: Shop): void {
  act(shop, (action) => action.custom('app/uninstalled', shop.state.identity.id, shopPayload(shop)));
  shop.state.tokens.clear();
  shop.state.subscriptions.clear();
  shop.state.identity.clientId = '';
}

/** The level a control request means. */
export function levelFor(shop: Shop, sku: string, locationId: string) {
  const variant = variantBySku(shop.state, sku);
  if (!variant) throw new BadRequest(`no variant with SKU ${sku}`);
  if (!shop.state.locations.has(String(locationId))) throw new BadRequest(`no location ${locationId}`);
  return { itemId: variant.itemId, level: levelOf(shop.state, variant.itemId, String(locationId)) };
}
