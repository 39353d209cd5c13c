import type { Envelope } from '@tillbridge/contracts';
import { AccessWatch, isLockedOut, type Access } from '../halts/access';
import { changeHalts } from '../halts/change-halts';
import { withHalt, withoutHalt, type Halted, type HaltKind } from '../halts/halts';
import type { CausedFinding } from './record-findings';
import { recordFindings } from './record-findings';
import { LevelBook, type Work } from './book/level-book';
import type { StoreLevel } from './book/store-level';
import { releaseBrake, viewBrake, type BrakeView } from './brake/channel-brake';
import { listCatalogue } from './catalogue/list-catalogue';
import { connectStore, type ConnectSummary } from './connect-store';
import { channelStates, type ChannelState } from './channels/channel-states';
import { soleLocationOf } from './channels/locations';
import { placeOrders } from './orders/place-orders';
import { OrderPoll, type OrderPollTiming } from './orders/order-poll';
import { StorePump } from './push/store-pump';
import { LevelReader } from './read/level-reader';
import { halt, type Running } from './running-store';
import type { StoreAdapter } from './store-adapter';
import { inTurn, type StoreState } from './store-state';
import { takeFacts } from './take-facts';
import { TaskWorker } from './tasks/task-worker';
import { LevelSweep } from './watch/level-sweep';
import { OpenOrders } from './watch/open-orders';
import { RegularWatch } from './watch/regular-watch';
import { SubscriptionWatch } from './watch/subscription-watch';
import type { WatchTiming } from './watch/watch-timing';
import type { Tx } from '@tillbridge/persistence';

/** Where trouble is told; nothing in it may hold what a vendor sent. */
export interface StoreJournal {
  warn(what: string, details: Record<string, unknown>): void;
  error(what: string, error: unknown, details?: Record<string, unknown>): void;
}

export interface StoreGatewayOptions {
  state: Omit<StoreState, 'book' | 'onWork'>;
  /** Makes the adapter of a configured channel, which says by `access` whether the store takes our credentials. */
  adapter(channel: string, access: Access): Promise<StoreAdapter>;
  timing: OrderPollTiming & WatchTiming;
  /** Where a store is to send its webhooks. */
  address(channel: string): string;
  journal: StoreJournal;
}

/** All stores of one gateway process: what each keeps running, and who is woken by what. */
export class StoreGateway {
  readonly state: StoreState;
  private readonly running = new Map<string, Promise<Running>>();
  private readonly awake = new Map<string, Running>();
  private connecting: Promise<unknown> = Promise.resolve();
  private stopping = false;

  constructor(private readonly options: StoreGatewayOptions) {
    const onWork = (channel: string, work: Work) => this.wake(channel, work);
    const { turns, levels, outbox, now } = options.state;
    this.state = { ...options.state, onWork, book: new LevelBook({ turns, levels, outbox, now, onWork }) };
  }

  /** Starts the stores that were connected before. */
  async start(): Promise<void> {
    for (const { settings, connectedAt } of await this.state.channels.all())
      if (connectedAt) await this.activate(await this.of(settings.channel));
  }

  async stop(): Promise<void> {
    this.stopping = true;
    const all = await Promise.allSettled(this.running.values());
    await Promise.all(all.flatMap((made) => (made.status === 'fulfilled' ? [halt(made.value)] : [])));
  }

  takeFacts(envelopes: readonly Envelope[]): Promise<void> {
    return takeFacts(this.state, envelopes);
  }

  /** Records what deliveries told, by channel. */
  async record(tx: Tx, found: ReadonlyMap<string, readonly CausedFinding[]>): Promise<void> {
    await this.state.book.takeTurn(tx, [...found.keys()]);
    for (const [channel, findings] of found) {
      const placed = placeOrders(findings, await soleLocationOf(tx, this.state.channels, channel));
      await recordFindings(tx, this.state, channel, placed, this.options.timing);
    }
  }

  async adapterOf(channel: string): Promise<StoreAdapter> {
    return (await this.of(channel)).adapter;
  }

  /**
   * Idempotent; may be called for a store that runs. Settings and secrets that were imported meanwhile are taken over: a
   * rotated secret must not turn genuine webhooks away until somebody restarts the process.
   */
  connect(channel: string): Promise<ConnectSummary> {
    // One after the other, or two operators would leave a store running that nobody stops.
    const connected = this.connecting.then(() => this.reconnect(channel));
    this.connecting = connected.catch(() => undefined);
    return connected;
  }

  private async reconnect(channel: string): Promise<ConnectSummary> {
    const address = this.options.address(channel);
    // Made first: where it cannot be, for want of a secret say, what ran before goes on running.
    const running = await this.make(channel);
    const wasActive = await this.replace(channel, running);
    const { adapter, orders, reader } = running;
    const readDueLevels = () => reader.readAllDue();
    try {
      // The one before may have noted something since.
      await running.access.start();
      const summary = await connectStore({ state: this.state, adapter, orders, address, readDueLevels });
      running.access.over();
      await this.activate(running);
      return summary;
    } catch (error) {
      // What ran before goes on running; only the connecting has failed.
      if (wasActive) await this.activate(running);
      throw error;
    }
  }

  /** @returns whether the channel was at work. */
  private async replace(channel: string, running: Running): Promise<boolean> {
    const known = await this.running.get(channel)?.catch(() => null);
    this.running.set(channel, Promise.resolve(running));
    this.awake.delete(channel);
    if (!known) return false;
    await halt(known);
    return known.active;
  }

  /** Nothing more is written to the store until it is resumed; what it tells is taken in as ever. Idempotent. */
  pause(channel: string, reason: string): Promise<void> {
    const since = this.state.now();
    return this.changeHalts(channel, (halted) =>
      withHalt(halted, { kind: 'paused', since, reason, endsByItself: false }),
    );
  }

  /** The newest of what was wanted meanwhile goes out now. Idempotent. */
  resume(channel: string): Promise<void> {
    return this.lift(channel, 'paused');
  }

  states(): Promise<ChannelState[]> {
    return channelStates(this.state);
  }

  /** What is wanted of the store beside what would stop it, the largest moves first. */
  brake(channel: string, largestMax: number): Promise<BrakeView> {
    return viewBrake(this.state, channel, largestMax);
  }

  /** A person wants what would change to change. Idempotent. */
  async releaseBrake(channel: string): Promise<void> {
    await releaseBrake(this.state, channel);
    await this.lookAgain(channel);
  }

  private lift(channel: string, kind: HaltKind): Promise<void> {
    return this.changeHalts(channel, (halted) => withoutHalt(halted, kind));
  }

  /** In turn with the pump: what it opens afterwards it opens knowing of this. */
  private async changeHalts(channel: string, change: (halted: Halted) => Halted): Promise<void> {
    await inTurn(this.state, channel, (tx) => changeHalts(tx, this.state, channel, change));
    await this.lookAgain(channel);
  }

  /** What waited for a channel to be let go may be possible now. */
  private async lookAgain(channel: string): Promise<void> {
    await this.awake.get(channel)?.pump.hasten();
    for (const work of ['push', 'read', 'task'] as const) this.wake(channel, work);
  }

  /** Tries every parked task again. @returns how many. */
  async replayTasks(): Promise<number> {
    const { uow, tasks, now } = this.state;
    const replayed = await uow.run((tx) => tasks.replayParked(tx, now()));
    for (const channel of this.awake.keys()) this.wake(channel, 'task');
    return replayed;
  }

  /** Asks the store for changed orders now. */
  async pollOrders(channel: string): Promise<void> {
    await (await this.of(channel)).orders.poll();
  }

  private of(channel: string): Promise<Running> {
    const known = this.running.get(channel);
    if (known) return known;
    const made = this.make(channel);
    this.running.set(channel, made);
    // A channel that could not be made, for want of a secret say, may be made later.
    made.catch(() => this.running.get(channel) === made && this.running.delete(channel));
    return made;
  }

  private async make(channel: string): Promise<Running> {
    const { timing, journal } = this.options;
    const { state } = this;
    // People are told once that the store refuses our credentials, and not by everything that fails for that.
    const onError = (error: unknown) => isLockedOut(error) || journal.error('store work failed', error, { channel });
    const access = new AccessWatch({
      ...state,
      channel,
      onChange: () => void this.lookAgain(channel).catch(onError),
      onError,
    });
    await access.start();
    const adapter = await this.options.adapter(channel, access);
    const reader = new LevelReader({ state, adapter, onError, onUnexplained: () => orders.kick() });
    const orders = new OrderPoll({
      state,
      adapter,
      timing,
      onError,
      onUnheard: () => subscriptions.suspect(),
      onConcluded: (level: StoreLevel) =>
        journal.warn('a level was edited at the store', {
          channel,
          externalId: level.externalId,
          units: level.mirror.residual,
        }),
    });
    const pump = new StorePump({
      state,
      adapter,
      onError,
      onStale: () => orders.kick(),
      onTrouble: (trouble) => journal.warn('a push has no definite answer yet', { channel, ...trouble }),
    });
    const tasks = new TaskWorker({
      state,
      adapter,
      timing,
      onError,
      onTrouble: ({ error, ...trouble }) => journal.error('a store task failed', error, { channel, ...trouble }),
    });
    const watched = { state, adapter, timing, onError };
    const subscriptions = new SubscriptionWatch({
      ...watched,
      address: this.options.address(channel),
      onTrouble: (what, details) => journal.warn(what, { channel, ...details }),
    });
    const openOrders = new OpenOrders(state, adapter);
    const regularly = { state, channel, everyMs: timing.catalogueEveryMs, onError };
    const watches = [
      subscriptions,
      new LevelSweep(watched),
      new RegularWatch({ ...regularly, look: () => listCatalogue(state, adapter).then(() => undefined) }),
      new RegularWatch({ ...regularly, look: () => openOrders.look() }),
    ];
    return { adapter, pump, reader, orders, tasks, access, watches, active: false };
  }

  private async activate(running: Running): Promise<void> {
    if (running.active || this.stopping) return;
    running.active = true;
    this.awake.set(running.adapter.channel, running);
    await running.pump.start();
    running.reader.start();
    running.orders.start();
    running.tasks.start();
    for (const watch of running.watches) watch.start();
  }

  private wake(channel: string, work: Work): void {
    const running = this.awake.get(channel);
    if (!running) return;
    if (work === 'push') running.pump.kick();
    if (work === 'read') running.reader.kick();
    if (work === 'poll') running.orders.kick();
    if (work === 'task') running.tasks.kick();
    if (work === 'halt') this.cutOff(running);
  }

  /** Nothing can be asked of the store any more; an operator connects it again. */
  private cutOff(running: Running): void {
    const { channel } = running.adapter;
    this.awake.delete(channel);
    running.active = false;
    const failed = (error: unknown) => this.options.journal.error('stopping a store failed', error, { channel });
    halt(running).catch(failed);
    this.options.journal.warn('the store cut us off: connect it again', { channel });
  }
}
