import { randomBytes } from 'node:crypto';
import { registry, type Envelope, type ServiceName, type TillPostGranted } from '@tillbridge/contracts';
import {
  defaultPosterSettings,
  defaultReaderSettings,
  delivered,
  memoryTillStores,
  StoreGateway,
  storeStateInMemory,
  TillPoster,
  TillReader,
  type StoreAdapter,
  type StoreFinding,
  type TillAdapter,
  type TillRuntime,
} from '@tillbridge/gateway-kit';
import { Cipher, MemoryInbox, MemoryOutbox, MemoryUnitOfWork, type UnitOfWork } from '@tillbridge/persistence';
import { KickedLoop, MemoryAlertBook } from '@tillbridge/service-kit';
import { v7 } from 'uuid';
import { MemoryLedger } from '../../../apps/inventory-core/src/ledger/ledger.memory';
import type { Shop } from '../../../apps/inventory-core/src/shop/shop';
import { handleFacts } from '../../../apps/inventory-core/src/use-cases/handle-facts';
import { revisitItems } from '../../../apps/inventory-core/src/use-cases/revisit-items';
import { SetAside } from '../../../apps/inventory-core/src/use-cases/set-aside';
import type { Network } from './network';
import type { VirtualTime } from './virtual-time';

export interface SimBridgeOptions {
  readonly time: VirtualTime;
  readonly network: Network;
  readonly shop: Shop;
  readonly tillAdapter: TillAdapter;
  readonly stores: readonly (StoreAdapter & { readonly storeLocation: string })[];
}

/** As the shopify-gateway's configuration has them by default, in milliseconds. */
const storeTiming = {
  hintDelayMs: 400,
  pollEveryMs: 60_000,
  overlapMs: 120_000,
  settleMs: 30_000,
  searchLagMs: 15_000,
};
/** As the core's Revisiting does, beside being reminded. */
const revisitEveryMs = 1_000;
const factsPerClaimMax = 1_000;

/**
 * The bridge in one process and in memory: the core with all its use cases, the stores' gateway and the till's gateway as
 * they run in production, at production's paces. What it has instead of PostgreSQL passes the same contracts; instead of
 * RabbitMQ it has a network that delays each fact, so that facts overtake each other.
 */
export class SimBridge {
  /** What a person would have had to look at; a world that ends with any has shown nothing. */
  readonly troubles: string[] = [];
  private readonly core: ReturnType<SimBridge['makeCore']>;
  private readonly gateway: StoreGateway;
  private readonly till: ReturnType<SimBridge['makeTill']>;
  private readonly revisiting: KickedLoop;

  constructor(private readonly options: SimBridgeOptions) {
    this.core = this.makeCore();
    this.gateway = this.makeGateway();
    this.till = this.makeTill();
    const onBroken = (_item: string, error: Error) => this.trouble('core', error);
    const aside = new SetAside();
    this.revisiting = new KickedLoop({
      pollMs: revisitEveryMs,
      run: async () => ((await revisitItems(this.core, onBroken, aside)) > 0 ? 0 : null),
      onError: (error) => this.trouble('core', error),
    });
  }

  /** Till first: the core lists items as the till does. */
  async connect(): Promise<void> {
    const { till, gateway, options } = this;
    till.reader.start();
    till.poster.start();
    await till.reader.begin();
    this.revisiting.start();
    const { uow, channels } = gateway.state;
    for (const { channel, storeLocation } of options.stores) {
      const settings = { channel, storeLocations: [storeLocation], newItems: 'link' as const, vendor: {} };
      await uow.run((tx) => channels.configure(tx, settings));
      await gateway.connect(channel, 'https://bridge.example');
    }
  }

  async stop(): Promise<void> {
    await Promise.all([this.gateway.stop(), this.till.reader.stop(), this.till.poster.stop(), this.revisiting.stop()]);
  }

  /** A store's webhook has been stored and translated. */
  deliver(channel: string, findings: readonly StoreFinding[]): void {
    const caused = findings.map((finding) => ({ finding, cause: delivered(channel, v7()) }));
    const recorded = this.gateway.state.uow.run((tx) => this.gateway.record(tx, new Map([[channel, caused]])));
    recorded.catch((error: unknown) => this.trouble('shopify-gateway', error));
  }

  wake: TillReader['wake'] = (reason) => this.till.reader.wake(reason);

  private makeCore() {
    const { time, shop } = this.options;
    const uow = this.unitOfWork();
    const outbox = this.outboxOf('inventory-core', uow);
    const now = () => time.now();
    const stores = { inbox: new MemoryInbox(uow, now), ledger: new MemoryLedger(), alerts: new MemoryAlertBook() };
    const own = { uow, outbox, ...stores, now };
    const onDue = (at: Date) => this.revisiting.kickIn(at.getTime() - time.now().getTime());
    return { ...own, shop: async () => shop, onDue, newId: () => v7() };
  }

  private makeGateway(): StoreGateway {
    const { time, stores } = this.options;
    const uow = this.unitOfWork();
    const now = () => time.now();
    const outbox = this.outboxOf('shopify-gateway', uow);
    return new StoreGateway({
      state: storeStateInMemory({ uow, inbox: new MemoryInbox(uow, now), outbox, now }),
      timing: storeTiming,
      adapter: async (channel) => {
        const adapter = stores.find((store) => store.channel === channel);
        if (adapter === undefined) throw new Error(`there is no store called ${channel}`);
        return adapter;
      },
      journal: {
        // Lost answers are weather, and what was edited behind our back is not in this world.
        warn: (what) => what.startsWith('a push has no definite answer') || this.trouble('shopify-gateway', what),
        error: (what, error) => this.trouble(`shopify-gateway: ${what}`, error),
      },
    });
  }

  private makeTill() {
    const { time, tillAdapter, shop } = this.options;
    const unitOfWork = this.unitOfWork();
    const outbox = this.outboxOf('lightspeed-gateway', unitOfWork);
    const note = (_detail: object, message: string) => this.trouble('lightspeed-gateway', message);
    const runtime: TillRuntime = {
      till: shop.till,
      adapter: tillAdapter,
      unitOfWork,
      outbox,
      stores: memoryTillStores(),
      cipher: new Cipher([randomBytes(32)]),
      now: () => time.now(),
      log: { info: () => undefined, warn: note, error: note },
    };
    const reader = new TillReader(runtime, defaultReaderSettings);
    const poster = new TillPoster(runtime, defaultPosterSettings, (dueAt) => reader.expectRead(dueAt));
    return { ...runtime, reader, poster };
  }

  private unitOfWork(): UnitOfWork {
    const { time, network } = this.options;
    return new MemoryUnitOfWork({ attemptsMax: 50, sleep: (ms) => time.wait(ms), random: () => network.chance() });
  }

  /** An outbox with its relay: what a commit added is on its way at once. */
  private outboxOf(service: ServiceName, uow: UnitOfWork): MemoryOutbox {
    const outbox = new MemoryOutbox({ service, now: () => this.options.time.now() });
    const relay = () =>
      uow.run(async (tx) => {
        const claimed = await outbox.claim(tx, factsPerClaimMax);
        const ids = claimed.map(({ id }) => id);
        await outbox.markPublished(tx, ids);
        tx.afterCommit(() => claimed.forEach((envelope) => this.publish(envelope)));
      });
    outbox.onAdded(() => void relay().catch((error: unknown) => this.trouble(service, error)));
    return outbox;
  }

  private publish(envelope: Envelope): void {
    const { time, network } = this.options;
    const consumers = registry.find(({ type }) => type === envelope.type)?.consumers ?? [];
    for (const consumer of consumers) {
      time.after(network.factMs(), () => {
        this.hand(consumer, envelope).catch((error: unknown) => this.trouble(consumer, error));
      });
    }
  }

  private async hand(consumer: ServiceName, envelope: Envelope): Promise<void> {
    if (consumer === 'inventory-core') await handleFacts(this.core, [envelope]);
    if (consumer === 'shopify-gateway') await this.gateway.takeFacts([envelope]);
    if (consumer === 'lightspeed-gateway' && envelope.type === 'till.post_granted') await this.grant(envelope);
  }

  private async grant({ data, correlationId, id, traceparent }: Envelope): Promise<void> {
    const { unitOfWork, stores, poster, now } = this.till;
    const cause = { correlationId, causationId: id, traceparent };
    await unitOfWork.run((tx) => stores.posts.grant(tx, [{ grant: data as TillPostGranted, cause }], now()));
    poster.kick();
  }

  /** Said once, however often it happens. */
  private trouble(where: string, what: unknown): void {
    const trouble = `${where}: ${what instanceof Error ? (what.stack ?? what.message) : String(what)}`;
    if (!this.troubles.includes(trouble)) this.troubles.push(trouble);
  }
}
