import { registry, type Envelope, type ServiceName } from '@tillbridge/contracts';
import type { StoreFinding, TillAdapter, WakeReason } from '@tillbridge/gateway-kit';
import { RetryableError, timeOrderedId, type Inbox } from '@tillbridge/persistence';
import type { LedgerEntry } from '../../../apps/inventory-core/src/ledger/ledger';
import type { Shop } from '../../../apps/inventory-core/src/shop/shop';
import { coreTables, startCore, unitOfWorkOf, type CoreTables } from './core-service';
import { Incarnation } from './incarnation';
import { Mailbox } from './mailbox';
import type { Network } from './network';
import type { Process } from './process';
import { reconcilerTables, startReconciler, type ReconcilerTables } from './reconciler-service';
import { startRelay } from './relay';
import {
  startStores,
  storeTables,
  type SimStoreAdapter,
  type StoreProcess,
  type StoreTables,
  type Webhook,
} from './store-service';
import { startTill, tillTables, type TillProcess, type TillTables } from './till-service';
import type { VirtualTime } from './virtual-time';
import type { Weakness } from './weakness';
import { VendorAway } from './vendor-calls';
import { CarelessLedger, forgettingInbox } from './weak-tables';
import { WatchedLedger } from './watched-ledger';

export interface SimBridgeOptions {
  readonly time: VirtualTime;
  readonly network: Network;
  readonly shop: Shop;
  readonly tillAdapter: TillAdapter;
  readonly stores: readonly SimStoreAdapter[];
  /** How far the clock of a service is ahead of the world's, milliseconds. */
  readonly skewMs?: Partial<Record<ServiceName, number>>;
  readonly weakness?: Weakness;
  /** Told of everything that is published, and of every death. */
  readonly onFact?: (fact: Envelope) => void;
  readonly onDeath?: (service: ServiceName) => void;
  /** Told of every commit of the core, with what it moved. */
  readonly onMovements?: (movements: readonly LedgerEntry[]) => void;
}

const againAfterMs = 1_000;
const operatorTriesAgainMs = 2_000;
const operatorWaitsMs = 20_000;

interface Tables {
  readonly core: CoreTables;
  readonly stores: StoreTables;
  readonly till: TillTables;
  readonly reconciler: ReconcilerTables;
}

/**
 * The bridge in one process and in memory: the core with all its use cases, the stores' gateway and the till's gateway as
 * they run in production, at production's paces. What it has instead of PostgreSQL passes the same contracts; instead of
 * RabbitMQ it has mailboxes that keep each fact until it was handled, and a network that delays it, so that facts overtake
 * each other. Each service may die wherever it waits for something; its tables stay, and a new process is started over them.
 */
export class SimBridge {
  /** What a person would have had to look at; a world that ends with any has shown nothing. */
  readonly troubles: string[] = [];
  readonly tables: Tables;
  private readonly lives = new Map<ServiceName, Incarnation>();
  private readonly running = new Map<ServiceName, Process>();
  private readonly facts = new Map<ServiceName, Mailbox<Envelope>>();
  private readonly webhooks: Mailbox<Webhook>;

  constructor(private readonly options: SimBridgeOptions) {
    const { network } = options;
    const uow = () => unitOfWorkOf(() => network.chance());
    const weakened = <T extends { readonly inbox: Inbox }>(tables: T): T =>
      options.weakness?.forgetsMessages === true ? { ...tables, inbox: forgettingInbox } : tables;
    this.tables = {
      core: weakened(coreTables(uow(), this.clockOf('inventory-core'), this.ledger())),
      stores: weakened(storeTables(uow(), this.clockOf('shopify-gateway'))),
      till: weakened(tillTables(uow(), this.clockOf('lightspeed-gateway'))),
      reconciler: reconcilerTables(uow(), this.clockOf('reconciler')),
    };
    this.webhooks = this.mailbox('shopify-gateway');
    for (const name of ['inventory-core', 'shopify-gateway', 'lightspeed-gateway'] as const)
      this.facts.set(name, this.mailbox(name));
  }

  /** Till first: the core lists items as the till does. */
  async connect(): Promise<void> {
    await this.start('inventory-core');
    await this.start('lightspeed-gateway');
    await this.untilDone(() => (this.running.get('lightspeed-gateway') as TillProcess | undefined)?.begin());
    await this.start('shopify-gateway');
    for (const { channel, storeLocation } of this.options.stores)
      await this.untilDone(() =>
        (this.running.get('shopify-gateway') as StoreProcess | undefined)?.connect(channel, storeLocation),
      );
    if (this.options.weakness?.isNeverCompared !== true) await this.start('reconciler');
  }

  /** A process that dies of stopping has stopped, too. */
  async stop(): Promise<void> {
    const stopped = [...this.running].map(([name, process]) =>
      this.asked(name, () => process.stop()).catch(() => undefined),
    );
    await Promise.all(stopped);
  }

  /** A store's webhook arrives. */
  deliver(channel: string, findings: readonly StoreFinding[], afterMs: number): void {
    this.webhooks.send({ channel, id: timeOrderedId(), findings }, afterMs);
  }

  wake(reason: WakeReason, afterMs: number): void {
    const wake = () => (this.running.get('lightspeed-gateway') as TillProcess | undefined)?.wake(reason);
    this.options.time.after(afterMs, wake);
  }

  /** Whether anything is still on its way to a service. */
  get isBusy(): boolean {
    return this.mailboxes.some(({ pending }) => pending > 0);
  }

  /** When what is on its way arrives, milliseconds since the world began. */
  get arrivals(): readonly number[] {
    return this.mailboxes.flatMap(({ arrivals }) => arrivals);
  }

  /** As at a deployment: the process finishes what is under way, if it does not die of it, and another one takes its place. */
  async restart(name: ServiceName): Promise<void> {
    const life = this.lives.get(name);
    if (life === undefined || !this.running.has(name)) return;
    this.detach(name);
    await this.asked(name, (process) => process.stop()).catch(() => undefined);
    if (life.isDead) return;
    life.end();
    this.running.delete(name);
    await this.start(name);
  }

  private get mailboxes(): readonly Mailbox<unknown>[] {
    return [this.webhooks as Mailbox<unknown>, ...(this.facts.values() as Iterable<Mailbox<unknown>>)];
  }

  private detach(name: ServiceName): void {
    this.facts.get(name)?.detach();
    if (name === 'shopify-gateway') this.webhooks.detach();
  }

  private async start(name: ServiceName): Promise<void> {
    const { network } = this.options;
    const life = new Incarnation(
      () => network.crashesHere(),
      () => this.died(name),
      () => network.commitMs(),
    );
    this.lives.set(name, life);
    const process = await this.startProcess(name, life);
    // It may have died of starting.
    if (life.isDead) return;
    this.running.set(name, process);
    this.facts.get(name)?.attach((facts) => process.take(facts));
    if (name === 'shopify-gateway') this.webhooks.attach((letters) => (process as StoreProcess).receive(letters));
  }

  private startProcess(name: ServiceName, life: Incarnation): Process | Promise<Process> {
    const { shop, stores, tillAdapter, weakness } = this.options;
    const { tables } = this;
    const kept = { now: this.clockOf(name), trouble: (what: unknown) => this.trouble(name, what) };
    const relay = (from: Parameters<typeof startRelay>[0]) =>
      startRelay(from, life, (fact) => this.publish(fact), kept.trouble);
    switch (name) {
      case 'inventory-core':
        relay(tables.core);
        return startCore(tables.core, life, { ...kept, shop });
      case 'shopify-gateway':
        relay(tables.stores);
        return startStores(tables.stores, life, { ...kept, stores });
      case 'reconciler':
        relay(tables.reconciler);
        return startReconciler(tables.reconciler, life, { ...kept, ...this.peers() });
      default:
        relay(tables.till);
        return startTill(tables.till, life, { ...kept, adapter: tillAdapter, till: shop.till, ...weakness?.till });
    }
  }

  /** @throws RetryableError when it does not run, and when it dies meanwhile */
  private async asked<P extends Process, T>(name: ServiceName, question: (process: P) => Promise<T>): Promise<T> {
    const process = this.running.get(name) as P | undefined;
    const life = this.lives.get(name);
    if (process === undefined || life === undefined) throw new RetryableError(`the ${name} does not answer`);
    return life.asked(() => question(process));
  }

  private peers() {
    const observed = (channel: string) =>
      this.asked('shopify-gateway', (process: StoreProcess) => process.observed(channel));
    return { ledger: this.tables.core.ledger, channels: this.options.stores.map(({ channel }) => channel), observed };
  }

  private died(name: ServiceName): void {
    const { time, network, onDeath } = this.options;
    onDeath?.(name);
    this.running.delete(name);
    this.detach(name);
    const life = this.lives.get(name);
    time.after(network.downMs(), () => {
      if (this.lives.get(name) === life) this.start(name).catch((error: unknown) => this.trouble(name, error));
    });
  }

  private publish(published: Envelope): void {
    const { network, onFact, weakness } = this.options;
    onFact?.(published);
    const fact = weakness?.fact === undefined ? published : weakness.fact(published);
    if (fact === null) return;
    const consumers = registry.find(({ type }) => type === fact.type)?.consumers ?? [];
    for (const consumer of consumers) {
      this.facts.get(consumer)?.send(fact, network.factMs());
      if (network.doubles()) this.facts.get(consumer)?.send(fact, network.factMs());
    }
  }

  /** An operator who gets no answer, or an error, does it again. */
  private async untilDone(work: () => Promise<void> | undefined): Promise<void> {
    const { time } = this.options;
    let isDone = false;
    while (!isDone) {
      const done = work()?.then(() => (isDone = true));
      await Promise.race([done?.catch(() => undefined), time.wait(operatorWaitsMs)]);
      if (!isDone) await time.wait(operatorTriesAgainMs);
    }
  }

  private ledger(): WatchedLedger {
    const { onMovements, weakness } = this.options;
    return new (weakness?.forgetsVersions === true ? CarelessLedger : WatchedLedger)(onMovements);
  }

  private mailbox<Letter>(name: ServiceName): Mailbox<Letter> {
    const onError = (error: unknown) => this.trouble(name, error);
    const { time, weakness } = this.options;
    return new Mailbox<Letter>({ time, againAfterMs, onError, forgetsAtOnce: weakness?.acknowledgesAtOnce });
  }

  private clockOf(name: ServiceName): () => Date {
    const { time, skewMs } = this.options;
    return () => new Date(time.nowMs() + (skewMs?.[name] ?? 0));
  }

  /** Said once, however often it happens; weather is none. */
  private trouble(where: string, what: unknown): void {
    if (what instanceof VendorAway || what instanceof RetryableError) return;
    const trouble = `${where}: ${what instanceof Error ? (what.stack ?? what.message) : String(what)}`;
    if (!this.troubles.includes(trouble)) this.troubles.push(trouble);
  }
}
