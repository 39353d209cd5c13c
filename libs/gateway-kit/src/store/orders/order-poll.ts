import { foldEdits } from '@tillbridge/level-mirror';
import { machine, PermanentError } from '@tillbridge/persistence';
import { readDue, type StoreLevel } from '../book/store-level';
import { soleLocationOf } from '../channels/locations';
import { KickedLoop } from '@tillbridge/service-kit';
import { recordFindings, type HintTiming } from '../record-findings';
import { asked, inTurn, type StoreState } from '../store-state';
import type { OrderRef, StoreAdapter } from '../store-adapter';
import { wantTask } from '../tasks/want-task';
import { Conclusions } from './conclusions';
import { YoungOrders } from './young-orders';

export interface OrderPollTiming extends HintTiming {
  /** How often orders are asked for when nothing else asks for them. */
  readonly pollEveryMs: number;
  /** How far back each poll looks behind the newest change it knows of, by the store's own clock. */
  readonly overlapMs: number;
  /** How long a surplus must have stood before it may be called an edit. */
  readonly settleMs: number;
  /** How long the store's order search may lag behind its orders. */
  readonly searchLagMs: number;
  /** How long an edit may still turn out to be an order; then it is part of what its level began with. A day unless said. */
  readonly editsOpenForMs?: number;
}

export interface OrderPollOptions {
  state: StoreState;
  adapter: StoreAdapter;
  timing: OrderPollTiming;
  onError(error: unknown): void;
  onConcluded(level: StoreLevel): void;
  /** A poll found what no message had told. */
  onUnheard(): void;
}

const readsAtOnceMax = 5;
const ordersPerBatchMax = 50;
const pollGapMsMin = 250;
const oldEditsMax = 100;
const dayMs = 24 * 3_600_000;

type Found = NonNullable<Awaited<ReturnType<StoreAdapter['readOrder']>>>;

/**
 * The backstop for lost webhooks: asks for orders changed since the last complete poll and records those that say
 * something new. A poll that found nothing is also the evidence for calling a surplus an external edit.
 */
export class OrderPoll {
  private readonly loop: KickedLoop;
  private lastStartedAt = 0;
  private readonly young = new YoungOrders();
  private readonly conclusions: Conclusions;

  constructor(private readonly options: OrderPollOptions) {
    this.conclusions = new Conclusions({ ...options, channel: options.adapter.channel });
    this.loop = new KickedLoop({
      run: () => this.round(),
      pollMs: options.timing.pollEveryMs,
      onError: options.onError,
    });
  }

  start(): void {
    this.loop.start();
  }

  /** Something is unseen: ask soon, but not once per unseen thing. */
  kick(): void {
    this.loop.kickIn(Math.max(0, this.lastStartedAt + pollGapMsMin - machine.nowMs()));
  }

  stop(): Promise<void> {
    return this.loop.stop();
  }

  private get channel(): string {
    return this.options.adapter.channel;
  }

  private get editsOpenForMs(): number {
    return this.options.timing.editsOpenForMs ?? dayMs;
  }

  private async round(): Promise<number | null> {
    this.lastStartedAt = machine.nowMs();
    const unseen = await this.poll();
    if (unseen.length > 0) this.options.onUnheard();
    await this.foldOldEdits();
    return this.conclusions.conclude(this.young.provenAt());
  }

  /** @returns the orders that said something new. Complete, or it throws. */
  async poll(since: Date | null = null): Promise<string[]> {
    const { state, adapter } = this.options;
    const startedAt = state.now();
    const refs = await adapter.pollOrdersSince(await this.from(since ?? startedAt));
    const unseen = await this.unseen(refs);
    const young = this.young.ripe(startedAt.getTime());
    await this.read([...new Set([...unseen, ...young.map(({ order }) => order)])]);
    this.young.read(young);
    this.young.sighted(refs, startedAt, state.now().getTime());
    await state.uow.run((tx) => state.channels.ordersPolled(tx, this.channel, startedAt, newestOf(refs)));
    return unseen;
  }

  /**
   * Where polling begins: these are known of by other ways. A store that was polled before goes on from there, for what was
   * closed since is in none of the lists that others read.
   */
  async beginAt(refs: readonly OrderRef[], startedAt: Date): Promise<void> {
    const { uow, channels } = this.options.state;
    await uow.run(async (tx) => {
      const row = await channels.get(tx, this.channel);
      if (row?.ordersPolledAt) return;
      await channels.ordersPolled(tx, this.channel, startedAt, newestOf(refs));
    });
  }

  /**
   * Reads these orders from the store and records them, as many at once as possible: each fact that moves a level makes a
   * read of it under way worthless, so they had better come together.
   */
  async read(orders: readonly string[]): Promise<void> {
    const { uow, channels } = this.options.state;
    const soleLocation = await uow.run((tx) => soleLocationOf(tx, channels, this.channel));
    for (let start = 0; start < orders.length; start += ordersPerBatchMax)
      await this.record(await this.fetch(orders.slice(start, start + ordersPerBatchMax), soleLocation));
  }

  async unseen(refs: readonly OrderRef[]): Promise<string[]> {
    const { state } = this.options;
    const known = await state.uow.run((tx) =>
      state.orders.load(
        tx,
        this.channel,
        refs.map((ref) => ref.order),
      ),
    );
    return refs
      .filter((ref) => Date.parse(known.get(ref.order)?.fact.updatedAt ?? '') !== ref.updatedAt.getTime())
      .map((ref) => ref.order);
  }

  /**
   * Orders are stamped by the store's clock, and ours may be ahead of it: then what changed since our last poll began is
   * older than that by its own stamp. So the newest stamp seen says where to go on, with the overlap for those that become
   * visible out of order; while none was ever seen, a day does.
   */
  private async from(since: Date): Promise<Date> {
    const { state, timing } = this.options;
    const row = await state.uow.run((tx) => state.channels.get(tx, this.channel));
    const ours = Math.min(since.getTime(), row?.ordersPolledAt?.getTime() ?? Number.POSITIVE_INFINITY);
    const newest = row?.ordersNewestAt?.getTime() ?? ours - dayMs;
    return new Date(Math.min(ours, newest) - timing.overlapMs);
  }

  private async fetch(orders: readonly string[], soleLocation: string | null): Promise<Found[]> {
    const queue = [...orders];
    const found: Found[] = [];
    const worker = async () => {
      for (let order = queue.shift(); order !== undefined; order = queue.shift()) {
        const answer = await this.readOne(order, soleLocation);
        if (answer) found.push(answer);
      }
    };
    await Promise.all(Array.from({ length: Math.min(readsAtOnceMax, queue.length) }, worker));
    return found;
  }

  /** What cannot be read for good, or is missing, is a task's to look at; it does not keep the poll from its neighbours. */
  private async readOne(order: string, soleLocation: string | null): Promise<Found | null> {
    const { state, adapter } = this.options;
    const found = await adapter.readOrder(order, soleLocation).catch((error: unknown) => {
      if (error instanceof PermanentError) return null;
      throw error;
    });
    if (!found) await state.uow.run((tx) => wantTask(tx, state, this.channel, 'read-order', order));
    return found;
  }

  private async record(found: readonly Found[]): Promise<void> {
    const { state, timing } = this.options;
    const cause = asked(this.channel, 'orders', state.now());
    await inTurn(state, this.channel, async (tx) => {
      const findings = found.map(({ order }) => ({ finding: { kind: 'order' as const, order }, cause }));
      await recordFindings(tx, state, this.channel, findings, timing);
      for (const { order, complete } of found)
        if (!complete) await wantTask(tx, state, this.channel, 'read-order', order.order);
    });
  }

  /** An edit that nothing has changed for long is folded into its level, once a read since then shows what is expected. */
  private async foldOldEdits(): Promise<void> {
    const { state } = this.options;
    const now = state.now();
    const before = new Date(now.getTime() - this.editsOpenForMs);
    await inTurn(state, this.channel, async (tx) => {
      const old = await state.levels.withOldEdits(tx, this.channel, before, oldEditsMax);
      await state.book.apply(tx, this.channel, old, asked(this.channel, 'old-edit', now), (level) =>
        this.isProven(level) ? { ...level, mirror: foldEdits(level.mirror) } : readDue(level, now),
      );
    });
  }

  private isProven({ story: { editedAt }, lastRead }: StoreLevel): boolean {
    if (editedAt === null || lastRead === null) return false;
    return lastRead.requestedAt.getTime() >= editedAt.getTime() + this.editsOpenForMs;
  }
}

function newestOf(refs: readonly OrderRef[]): Date | null {
  const stamps = refs.map(({ updatedAt }) => updatedAt.getTime());
  return stamps.length === 0 ? null : new Date(stamps.reduce((a, b) => Math.max(a, b)));
}
