import { randomBytes, randomUUID } from 'node:crypto';
import {
  availabilityChanged,
  driftDetected,
  itemRegistered,
  type EventDefinition,
  type Envelope,
  type PayloadOf,
} from '@tillbridge/contracts';
import {
  delivered,
  type Access,
  type BrakeSettings,
  IntakeWorker,
  MemoryRawIntake,
  StoreGateway,
  storeStateInMemory,
  type OrderPollTiming,
  type RawWebhook,
  type StoreAdapter,
  type StoreFinding,
  type StoreLevel,
  type WatchTiming,
} from '@tillbridge/gateway-kit';
import { Cipher, MemoryInbox, MemoryOutbox, MemoryUnitOfWork } from '@tillbridge/persistence';
import { eventually } from './eventually';

const factsMax = 100_000;

/** Short, for tests wait for it. */
export const rigTiming: OrderPollTiming & WatchTiming = {
  hintDelayMs: 30,
  pollEveryMs: 60_000,
  overlapMs: 120_000,
  settleMs: 50,
  searchLagMs: 10,
  sweepEveryMs: 3_600_000,
  catalogueEveryMs: 3_600_000,
  subscriptionsEveryMs: 3_600_000,
};

interface RigOptions {
  timing?: Partial<OrderPollTiming & WatchTiming>;
  now?(): Date;
  /** By what the adapter is to say whether the store takes our credentials. */
  onAccess?(access: Access): void;
}

/** A whole store gateway over any adapter, in memory, with the core played by the test. */
export class StoreRig {
  readonly uow = new MemoryUnitOfWork();
  readonly outbox = new MemoryOutbox({ service: 'shopify-gateway' });
  readonly raw = new MemoryRawIntake();
  readonly complaints: { what: string; error?: unknown }[] = [];
  readonly gateway: StoreGateway;
  /** A gateway over what this one has stored: its next process. */
  readonly successor: () => StoreGateway;
  rejected = 0;
  private abandoned = false;
  private address = '';
  private readonly cipher = new Cipher([randomBytes(32)]);
  private readonly worker: IntakeWorker<StoreFinding[]>;
  private itemVersions = 0;

  private constructor(
    readonly adapter: StoreAdapter,
    readonly storeLocation: string,
    { timing, now = () => new Date(), onAccess = () => undefined }: RigOptions,
  ) {
    const { uow, outbox, raw } = this;
    const kept = storeStateInMemory({ uow, inbox: new MemoryInbox(uow), outbox, now });
    this.successor = () =>
      new StoreGateway({
        state: kept,
        adapter: async (_channel, access) => {
          onAccess(access);
          return adapter;
        },
        timing: { ...rigTiming, ...timing },
        address: () => this.address,
        journal: {
          warn: (what) => void this.complaints.push({ what }),
          error: (what, error) => void this.complaints.push({ what, error }),
        },
      });
    this.gateway = this.successor();
    this.worker = new IntakeWorker<StoreFinding[]>({
      uow,
      intake: raw,
      now,
      open: (sealed) => this.cipher.open(sealed),
      translate: (delivery) => adapter.translate(delivery),
      record: async (tx, translated) => {
        const found = translated.flatMap(({ delivery, translation }) =>
          translation.map((finding) => ({ finding, cause: delivered(adapter.channel, delivery.deliveryId) })),
        );
        await this.gateway.record(tx, new Map([[adapter.channel, found]]));
      },
      onTrouble: ({ error }) => void this.complaints.push({ what: 'a delivery could not be translated', error }),
      onError: (error) => void this.complaints.push({ what: 'translating failed', error }),
    });
  }

  /** Configured, not connected. */
  static async open(
    adapter: StoreAdapter,
    storeLocation: string,
    options: RigOptions & {
      newItems?: 'create' | 'link';
      /** When the store has more than the one the test looks at. */
      storeLocations?: readonly string[];
      brake?: Partial<BrakeSettings>;
    } = {},
  ): Promise<StoreRig> {
    const rig = new StoreRig(adapter, storeLocation, options);
    const { uow, channels } = rig.gateway.state;
    const newItems = options.newItems ?? 'link';
    const storeLocations = options.storeLocations ?? [storeLocation];
    const settings = { channel: adapter.channel, storeLocations, newItems, brake: options.brake, vendor: {} };
    await uow.run((tx) => channels.configure(tx, settings));
    return rig;
  }

  connect(address: string) {
    this.address = address;
    return this.gateway.connect(this.adapter.channel);
  }

  async stop(): Promise<void> {
    if (!this.abandoned) await this.gateway.stop();
  }

  /** The process was killed: it is not waited for. */
  abandon(): void {
    this.abandoned = true;
  }

  /** Takes deliveries in as a webhook route does, then translates them. */
  async deliver(...webhooks: RawWebhook[]): Promise<void> {
    for (const { headers, body } of webhooks) {
      const verdict = this.adapter.verify({ headers, body });
      if (!verdict.genuine) {
        this.rejected += 1;
        continue;
      }
      const { deliveryId, topic, headers: kept } = verdict;
      const entry = { channel: this.adapter.channel, deliveryId, topic, headers: kept, receivedAt: new Date() };
      await this.uow.run((tx) => this.raw.store(tx, { ...entry, sealed: this.cipher.seal(body) }));
    }
    while ((await this.worker.round()) === 0);
  }

  /** The core links a listing to a new item. @returns the item's id. */
  async link(externalId: string): Promise<string> {
    const itemId = randomUUID();
    const links = [{ channel: this.adapter.channel, externalId }];
    await this.tell(itemRegistered, { ...this.anItem(itemId), links });
    return itemId;
  }

  anItem(itemId: string) {
    const itemVersion = ++this.itemVersions;
    const description = { sku: 'RIG-1', barcode: null, title: 'Rig', price: '5.00', tracked: true };
    return { itemId, itemVersion, ...description, removed: false, links: [] };
  }

  /** The core wants a level, having counted all that it was told of unless it says otherwise. */
  async want(
    itemId: string,
    units: number,
    version: number,
    counted?: Partial<Counted>,
    { dealt = false } = {},
  ): Promise<void> {
    const levels = await this.uow.run((tx) => this.gateway.state.levels.loadByItem(tx, this.adapter.channel, [itemId]));
    const level = levels.find(({ storeLocation }) => storeLocation === this.storeLocation);
    await this.tell(availabilityChanged, {
      channel: this.adapter.channel,
      itemId,
      storeLocation: this.storeLocation,
      lowerTo: units,
      raiseTo: units,
      version,
      dealt,
      counted: {
        ordersSeen: level?.mirror.ordered ?? 0,
        claim: level?.mirror.claim ?? 0,
        edits: level?.mirror.edits ?? 0,
        ...counted,
      },
    });
  }

  /** The reconciler found the level to differ. */
  async readAgain(externalId: string): Promise<void> {
    const { channel } = this.adapter;
    const found = { run: randomUUID(), itemId: null, expected: 0, observed: 0, at: new Date().toISOString() };
    await this.tell(driftDetected, { ...found, channel, externalId, place: this.storeLocation });
  }

  async tell<D extends EventDefinition>(definition: D, data: PayloadOf<D>): Promise<void> {
    await this.gateway.takeFacts([this.fromCore(definition, data)]);
  }

  fromCore<D extends EventDefinition>(definition: D, data: PayloadOf<D>): Envelope {
    return {
      id: randomUUID(),
      type: definition.type,
      version: definition.version,
      producer: 'inventory-core',
      occurredAt: new Date().toISOString(),
      correlationId: 'test',
      causationId: null,
      traceparent: null,
      data,
    };
  }

  async level(externalId: string, storeLocation = this.storeLocation): Promise<StoreLevel> {
    const key = { externalId, storeLocation };
    const [level] = await this.uow.run((tx) => this.gateway.state.levels.load(tx, this.adapter.channel, [key]));
    return level!;
  }

  /** Nothing wanted, open, doubtful or pending any more. */
  async quiet(): Promise<void> {
    await eventually(async () => {
      const { levels, tasks } = this.gateway.state;
      const [counts, pending] = [await levels.counts(), await tasks.counts()];
      return counts.pushesWanted + counts.pushesOpen + counts.dirty + pending.waiting + pending.resolutions === 0;
    });
  }

  /** Everything told so far of one kind, oldest first. */
  async facts<D extends EventDefinition>(definition: D): Promise<PayloadOf<D>[]> {
    const all = await this.uow.run((tx) => this.outbox.claim(tx, factsMax));
    return all.filter((fact) => fact.type === definition.type).map((fact) => fact.data as PayloadOf<D>);
  }
}

interface Counted {
  ordersSeen: number;
  claim: number;
  edits: number;
}
