import type { Envelope } from '@tillbridge/contracts';
import type { Policy } from '@tillbridge/stock-domain';
import { Random } from '../../../libs/testing/src/world/random';
import type { Shop } from '../../../apps/inventory-core/src/shop/shop';
import { SimBridge } from '../world/bridge';
import { Network } from '../world/network';
import { SimStore } from '../world/sim-store';
import { SimStoreApi } from '../world/sim-store-api';
import { SimTill } from '../world/sim-till';
import { SimTillApi } from '../world/sim-till-api';
import { CalmClock } from '../world/calm-clock';
import { VendorCalls } from '../world/vendor-calls';
import { VirtualTime } from '../world/virtual-time';
import type { Weakness } from '../world/weakness';
import { Auditor } from './auditor';
import { Chronicle } from './chronicle';
import type { Finding } from './finding';
import { checkLedger, type WrittenDown } from './ledger-check';
import { LedgerWatch } from './ledger-watch';
import { People } from './people';
import { drawPlan, storeNames, type Plan } from './plan';

export interface Life {
  readonly seed: number;
  readonly findings: readonly Finding[];
  readonly troubles: readonly string[];
  readonly events: number;
  readonly elapsedMs: number;
  readonly oversold: number;
  readonly driftUnits: number;
  readonly digest: string;
  readonly trace: () => string;
  readonly storyOf: (sku: string | null) => string;
}

const openingMsMax = 600_000;
const lookEveryMs = 30_000;
/** Long enough for all that follows from the letter before. */
const sleepMsMin = 300_000;
/** How often in a row everything has to be as it should be, before it counts as having come to rest. */
const looksAtRest = 3;

/** @param weakness what the bridge lacks, where it is broken on purpose */
export function playLife(seed: number, weakness: Weakness = {}): Promise<Life> {
  return VirtualTime.reign((time) => play(time, drawPlan(seed), weakness), seed);
}

async function play(time: VirtualTime, plan: Plan, weakness: Weakness): Promise<Life> {
  const chronicle = new Chronicle(() => time.elapsedMs);
  const calm = new CalmClock(() => time.elapsedMs);
  const auditor = new Auditor(plan, () => calm.calmMs, chronicle);
  const { network, bridge, stores, till, told } = build(time, { plan, weakness, auditor, chronicle, calm });
  for (const [sku, units] of plan.stock) auditor.open(sku, units);

  let isConnected = false;
  void bridge.connect().then(() => (isConnected = true));
  while (!isConnected && time.elapsedMs < openingMsMax) await time.runUntil(time.elapsedMs + 1_000);
  if (!isConnected) auditor.find('I5', null, 'the bridge was not connected in time');
  await rest(time, bridge, auditor, plan, false);
  const people = new People(
    {
      stores,
      till,
      outlets: plan.outlets,
      cartsAt: Object.keys(plan.policy.cartHolds),
      onShelf: (sku) => auditor.booksOf(sku).onShelf,
    },
    new Random(plan.seed * 31 + 7),
  );
  const openedAt = time.elapsedMs;
  for (const moment of plan.moments) time.at(openedAt + moment, () => people.act());
  for (const { atMs, service } of plan.restarts) time.at(openedAt + atMs, () => void bridge.restart(service));
  await time.runUntil(openedAt + (plan.moments.at(-1) ?? 0));
  network.isCalm = true;
  const drift = await rest(time, bridge, auditor, plan, true);
  await time.until(bridge.stop());
  const left = drift.map(({ sku, units, what }) => {
    chronicle.tell(sku, `I8 BROKEN: ${units} units of drift when all is quiet: ${what}`);
    return { invariant: 'I8', sku, what };
  });
  return {
    seed: plan.seed,
    findings: [...auditor.findings, ...left, ...checkLedger(writtenDown(bridge, till, told))],
    troubles: bridge.troubles,
    events: chronicle.length,
    elapsedMs: time.elapsedMs,
    oversold: auditor.oversold,
    driftUnits: drift.reduce((sum, { units }) => sum + units, 0),
    digest: chronicle.digest(),
    trace: () => chronicle.trace(),
    storyOf: (sku) => chronicle.storyOf(sku),
  };
}

function writtenDown({ tables }: SimBridge, till: SimTill, told: readonly Envelope[]): WrittenDown {
  const { ledger } = tables.core;
  const skuOf = new Map(ledger.allListings().map(({ itemId, externalId }) => [itemId, externalId]));
  const tillLevel = (itemId: string, location: string) => till.level(skuOf.get(itemId) ?? '', location);
  return { items: ledger.allItems(), movements: ledger.allMovements(), told, tillLevel };
}

interface Parts {
  readonly plan: Plan;
  readonly weakness: Weakness;
  readonly auditor: Auditor;
  readonly chronicle: Chronicle;
  readonly calm: CalmClock;
}

function build(time: VirtualTime, { plan, weakness, auditor, chronicle, calm }: Parts) {
  const network = new Network(plan.seed * 13 + 5, plan.weather);
  network.onDisturbed = (forMs) => calm.disturb(forMs);
  const calls = new VendorCalls(time, network, (what) => chronicle.tell(null, what));
  const stores = storeNames.map(
    (channel) =>
      new SimStore({
        channel,
        skus: [...plan.stock.keys()],
        time,
        network,
        skewMs: plan.skewMs.stores[channel] ?? 0,
        deliver: (findings, afterMs) => bridge.deliver(channel, findings, afterMs),
        watcher: auditor.watch(channel),
      }),
  );
  const { stock, outlets } = plan;
  const told: Envelope[] = [];
  const wake = (...args: Parameters<SimBridge['wake']>) => bridge.wake(...args);
  const till = new SimTill({ stock, outlets, time, network, wake, watcher: auditor });
  const bridge = new SimBridge({
    time,
    network,
    shop: shopOf(plan, stores, weakness.till?.settlesAtOnce === true ? { tillSettleMs: 0 } : {}),
    tillAdapter: new SimTillApi(till, calls, { time, network }, weakness.till),
    stores: stores.map((store) => new SimStoreApi(store, calls, { time, network }, weakness.store)),
    weakness,
    skewMs: plan.skewMs.services,
    onFact: (fact) => {
      told.push(fact);
      chronicle.tell(null, toldOf(fact));
    },
    onDeath: (service) => chronicle.tell(null, `${service} dies`),
    onMovements: (movements) => watch.committed(movements),
  });
  const items = () => bridge.tables.core.ledger.allItems();
  const onFound = ({ invariant, what }: Finding) => auditor.find(invariant, null, what);
  const watch = new LedgerWatch(items, onFound, { calmMs: () => calm.calmMs, latencyMs: plan.latencyMs });
  return { network, bridge, stores, till, told };
}

/** Until everything has been as it should be for a while, or has had all the time it may need. @returns what still is not */
async function rest(time: VirtualTime, bridge: SimBridge, auditor: Auditor, { restMs }: Plan, mustBeQuiet: boolean) {
  const waitMs = 2 * restMs + (mustBeQuiet ? 600_000 : 0);
  let giveUpAt = time.elapsedMs + waitMs;
  for (let looks = 0; looks < looksAtRest && time.elapsedMs < giveUpAt;) {
    await time.runUntil(time.elapsedMs + lookEveryMs);
    looks = !bridge.isBusy && auditor.drift().length === 0 ? looks + 1 : 0;
    if (!mustBeQuiet && looks > 0) return [];
    if (mustBeQuiet && sleepThrough(time, bridge)) giveUpAt = Math.max(giveUpAt, time.elapsedMs + waitMs);
  }
  return auditor.drift();
}

/** Hours in which only letters are on their way need not be played by the second. @returns whether anything is on its way */
function sleepThrough(time: VirtualTime, { arrivals }: SimBridge): boolean {
  if (arrivals.length === 0) return false;
  const nextMs = Math.min(...arrivals);
  if (nextMs > time.elapsedMs + sleepMsMin) time.sleepUntil(nextMs - 1);
  return true;
}

const toldOf = ({ type, producer, data }: Envelope): string => `${producer} tells ${type} ${JSON.stringify(data)}`;

function shopOf({ policy, outlets }: Plan, stores: readonly SimStore[], change: Partial<Policy>): Shop {
  const places = stores.map(({ channel, storeLocation }) => ({ channel, storeLocation, serves: outlets }));
  const ranks = new Map(['till', ...storeNames].map((name, rank) => [name, rank]));
  return {
    till: 'till',
    sellers: new Map(),
    zeroValue: new Set(),
    takesCharges: false,
    edition: 1,
    layout: { policy: { ...policy, ...change }, places, ranks, sellers: new Set() },
  };
}
