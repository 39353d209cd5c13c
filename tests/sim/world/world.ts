import type { Policy } from '@tillbridge/stock-domain';
import type { Shop } from '../../../apps/inventory-core/src/shop/shop';
import { SimBridge } from './bridge';
import type { Buyer, Scene } from './buyers';
import { Network, type Weather } from './network';
import { Shelf, type Conflict, type Totals } from './shelf';
import { SimStore } from './sim-store';
import { SimStoreApi } from './sim-store-api';
import { SimTill } from './sim-till';
import { SimTillApi } from './sim-till-api';
import { VendorCalls } from './vendor-calls';
import { VirtualTime } from './virtual-time';

export interface WorldOptions {
  readonly seed: number;
  readonly scene: Scene;
  readonly weather: Weather;
  readonly policy: Policy;
  readonly durationMs: number;
}

export interface Outcome extends Totals {
  /** By the shelf and the checkouts alone. */
  readonly conflicts: readonly Conflict[];
  readonly troubles: readonly string[];
  /** Who showed what, and who bought what, of one SKU. */
  storyOf(sku: string): string;
}

export const storeNames = ['store-a', 'store-b'] as const;
/** Connecting, reading everything, and showing what the policy says. */
const openingMs = 20_000;

/** One shop day: opens, lets the scene's people buy, closes, and says what happened. */
export function playWorld(options: WorldOptions): Promise<Outcome> {
  return VirtualTime.reign((time) => play(time, options));
}

async function play(time: VirtualTime, { seed, scene, weather, policy, durationMs }: WorldOptions): Promise<Outcome> {
  const network = new Network(seed, weather);
  const shelf = new Shelf(weather.tillSaleMsMax);
  for (const [sku, units] of scene.stock) shelf.receive(sku, units, 0);
  const calls = new VendorCalls(time, network);
  const till = new SimTill({
    stock: scene.stock,
    time,
    network,
    wake: (reason, afterMs) => bridge.wake(reason, afterMs),
    watcher: { onTill: () => undefined },
  });
  const stores = storeNames.map((channel) => storeOf(channel));
  const bridge = new SimBridge({
    time,
    network,
    shop: shopOf(policy, stores),
    tillAdapter: new SimTillApi(till, calls, { time, network }),
    stores: stores.map((store) => new SimStoreApi(store, calls, { time, network })),
  });

  await time.until(bridge.connect());
  await time.runUntil(openingMs);
  for (const buyer of scene.buyers) time.at(openingMs + buyer.atMs, () => buy(buyer));
  for (const { atMs, sku, units } of scene.deliveries) time.at(openingMs + atMs, () => receive(sku, units));
  await time.runUntil(openingMs + durationMs + weather.quietAfterMs);
  await time.until(bridge.stop());
  const { conflicts } = shelf;
  return {
    conflicts,
    ...shelf.totals(),
    troubles: bridge.troubles,
    storyOf: (sku) => shelf.storyOf(sku),
  };

  function storeOf(channel: string): SimStore {
    return new SimStore({
      channel,
      skus: [...scene.stock.keys()],
      time,
      network,
      deliver: (findings, afterMs) => bridge.deliver(channel, findings, afterMs),
      watcher: {
        onLevel: (sku, level, _move, what) => shelf.tell(sku, time.elapsedMs, `${channel} ${what}: shows ${level}`),
        onOrder: ({ order, lines }) => {
          for (const { sku, told } of lines) if (told > 0) shelf.letDown(sku, order, time.elapsedMs);
        },
      },
    });
  }

  function buy({ sku, where, cancelsAtMs }: Buyer): void {
    const store = stores.find(({ channel }) => channel === where);
    if (store === undefined) {
      if (shelf.walkIn(sku, time.elapsedMs)) till.ringUp(sku);
      return;
    }
    const order = store.checkout([{ sku, units: 1 }]);
    if (order === null) return;
    shelf.accept(sku, order, time.elapsedMs);
    time.after(network.setAsideMs(), () => shelf.setAside(sku, order, time.elapsedMs));
    if (cancelsAtMs !== null) time.at(openingMs + cancelsAtMs, () => cancel(store, sku, order));
  }

  /** An order without a unit is for staff to settle with its buyer: nothing of it goes back on sale. */
  function cancel(store: SimStore, sku: string, order: string): void {
    if (!shelf.has(sku, order)) return;
    shelf.cancel(sku, order, time.elapsedMs);
    store.cancel(order);
  }

  function receive(sku: string, units: number): void {
    shelf.receive(sku, units, time.elapsedMs);
    till.adjust(sku, units, 'a delivery');
  }
}

function shopOf(policy: Policy, stores: readonly SimStore[]): Shop {
  const places = stores.map(({ channel, storeLocation }) => ({ channel, storeLocation, serves: ['main'] }));
  const ranks = new Map(['till', ...storeNames].map((name, rank) => [name, rank]));
  const money = { zeroValue: new Set<string>(), takesCharges: false };
  return {
    till: 'till',
    sellers: new Map(),
    ...money,
    edition: 1,
    layout: { policy, places, ranks, sellers: new Set() },
  };
}
