import type { Envelope } from '@tillbridge/contracts';
import {
  delivered,
  snapshotPage,
  StoreGateway,
  storeStateInMemory,
  type StoreAdapter,
  type StoreFinding,
} from '@tillbridge/gateway-kit';
import { MemoryInbox, MemoryOutbox, type UnitOfWork } from '@tillbridge/persistence';
import type { ObservedAtStore } from '../../../apps/reconciler/src/compare';
import type { Incarnation } from './incarnation';
import type { Kept, Process } from './process';

/** As the shopify-gateway's configuration has them by default, in milliseconds. */
const timing = {
  hintDelayMs: 400,
  pollEveryMs: 60_000,
  overlapMs: 120_000,
  settleMs: 30_000,
  searchLagMs: 15_000,
  sweepEveryMs: 3_600_000,
  catalogueEveryMs: 3_600_000,
  subscriptionsEveryMs: 3_600_000,
};

/** More than any world has. */
const levelsMax = 500;

export interface Webhook {
  readonly channel: string;
  readonly id: string;
  readonly findings: readonly StoreFinding[];
}

export type SimStoreAdapter = StoreAdapter & { readonly storeLocation: string };

export interface StoreProcess extends Process {
  receive(webhooks: readonly Webhook[]): Promise<void>;
  /** What every level shows now, beside what is known and wanted of it. */
  observed(channel: string): Promise<ObservedAtStore[]>;
  /** What an operator does once for each store. */
  connect(channel: string, storeLocation: string): Promise<void>;
}

/** What the stores' gateway has in its database. */
export function storeTables(uow: UnitOfWork, now: () => Date) {
  const outbox = new MemoryOutbox({ service: 'shopify-gateway', now });
  return storeStateInMemory({ uow, inbox: new MemoryInbox(uow, now), outbox, now });
}

export type StoreTables = ReturnType<typeof storeTables>;

/** The stores' gateway as it is wired in production. */
export async function startStores(
  tables: StoreTables,
  life: Incarnation,
  { trouble, stores }: Kept & { stores: readonly SimStoreAdapter[] },
): Promise<StoreProcess> {
  const uow = life.guardUnitOfWork(tables.uow);
  const gateway = new StoreGateway({
    state: { ...tables, uow },
    timing,
    address: () => 'https://bridge.example',
    adapter: async (channel) => {
      const adapter = stores.find((store) => store.channel === channel);
      if (adapter === undefined) throw new Error(`there is no store called ${channel}`);
      return life.guard<StoreAdapter>(adapter, ['verify', 'translate']);
    },
    journal: {
      // Answers that do not come, and edits behind our back, are weather.
      warn: (what) => /no definite answer|was edited at the store/.test(what) || trouble(what),
      error: (_what, error) => trouble(error),
    },
  });
  await gateway.start();
  return {
    take: (facts: readonly Envelope[]) => gateway.takeFacts(facts),
    stop: () => gateway.stop(),
    receive: (webhooks) => uow.run((tx) => gateway.record(tx, byChannel(webhooks))),
    observed: async (channel) => {
      const { rows } = await snapshotPage(gateway.state, await gateway.adapterOf(channel), null, levelsMax);
      return rows.map(({ desired, settledVersion: pushedVersion, ...row }) => ({
        ...row,
        channel,
        desiredVersion: desired?.version ?? null,
        pushedVersion,
        halts: [],
      }));
    },
    connect: async (channel, storeLocation) => {
      const settings = { channel, storeLocations: [storeLocation], newItems: 'link' as const, vendor: {} };
      await uow.run((tx) => tables.channels.configure(tx, settings));
      await gateway.connect(channel);
    },
  };
}

function byChannel(webhooks: readonly Webhook[]) {
  const channels = [...new Set(webhooks.map(({ channel }) => channel))];
  const of = (channel: string) => webhooks.filter((webhook) => webhook.channel === channel);
  return new Map(
    channels.map((channel) => [
      channel,
      of(channel).flatMap(({ id, findings }) =>
        findings.map((finding) => ({ finding, cause: delivered(channel, id) })),
      ),
    ]),
  );
}
