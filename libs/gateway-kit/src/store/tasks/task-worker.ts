import { orderResolved, type OrderShort } from '@tillbridge/contracts';
import { isWeather, PermanentError, type Tx } from '@tillbridge/persistence';
import { soleLocationOf } from '../channels/locations';
import { backoffMs, KickedLoop } from '@tillbridge/service-kit';
import { isHalted, isHaltedBy } from '../../halts/halts';
import { recordMissing } from '../orders/deleted-orders';
import { recordFindings, type HintTiming } from '../record-findings';
import { asked, inTurn, type StoreState } from '../store-state';
import type { Resolved, StoreAdapter } from '../store-adapter';
import { doubtListing, listItem, readGroup } from './catalogue-tasks';
import { stocked, stockKey, type StockWish } from './stock-level';
import { allTasks, readingTasks, type Attempt, type StoreTask, type TaskKind } from './store-tasks';
import { wantTask } from './want-task';

export interface TaskWorkerOptions {
  state: StoreState;
  adapter: StoreAdapter;
  timing: HintTiming;
  onTrouble(trouble: { kind: string; subject: string; error: unknown; parked: boolean }): void;
  onError(error: unknown): void;
  atOnceMax?: number;
  attemptsMax?: number;
  pollMs?: number;
}

const defaults = { atOnceMax: 4, attemptsMax: 30, pollMs: 2_000 };
const backoff = { firstMs: 400, capMs: 60_000 };

/**
 * Does what is to be asked of, or done at, one store besides pushing levels. The store is never asked in a transaction. While
 * something holds the channel back it is only asked, and while it refuses our credentials not even that. What it does not
 * answer uses up no attempt, or an outage would have everything given up that waits for its end.
 */
export class TaskWorker {
  private readonly loop: KickedLoop;
  private readonly running = new Map<string, Promise<void>>();
  private readonly bounds: typeof defaults;

  constructor(private readonly options: TaskWorkerOptions) {
    const { atOnceMax, attemptsMax, pollMs } = options;
    this.bounds = {
      atOnceMax: atOnceMax ?? defaults.atOnceMax,
      attemptsMax: attemptsMax ?? defaults.attemptsMax,
      pollMs: pollMs ?? defaults.pollMs,
    };
    this.loop = new KickedLoop({ run: () => this.round(), pollMs: this.bounds.pollMs, onError: options.onError });
  }

  start(): void {
    this.loop.start();
  }

  kick(): void {
    this.loop.kick();
  }

  async stop(): Promise<void> {
    await this.loop.stop();
    await Promise.all(this.running.values());
  }

  private get channel(): string {
    return this.options.adapter.channel;
  }

  private async round(): Promise<number | null> {
    const { uow, tasks, now } = this.options.state;
    const kinds = await this.possible();
    if (kinds.length === 0) return null;
    const limit = this.bounds.atOnceMax + this.running.size;
    const due = await uow.run((tx) => tasks.due(tx, this.channel, now(), limit, kinds));
    for (const task of due) this.dispatch(task);
    const at = await uow.run((tx) => tasks.nextDueAt(tx, this.channel, kinds));
    return at && this.running.size === 0 ? Math.max(1, at.getTime() - now().getTime()) : null;
  }

  private async possible(): Promise<readonly TaskKind[]> {
    const { uow, halts } = this.options.state;
    const halted = await uow.run((tx) => halts.get(tx, this.channel));
    if (isHaltedBy(halted, 'locked-out')) return [];
    return isHalted(halted) ? readingTasks : allTasks;
  }

  private dispatch(task: StoreTask): void {
    const id = `${task.kind} ${task.subject}`;
    if (this.running.has(id) || this.running.size >= this.bounds.atOnceMax) return;
    const done = this.run(task)
      .catch((error: unknown) => this.options.onError(error))
      .finally(() => {
        this.running.delete(id);
        this.loop.kick();
      });
    this.running.set(id, done);
  }

  private async run(task: StoreTask): Promise<void> {
    const { state } = this.options;
    try {
      const finish = await this.attempt(task);
      if (!finish) return await this.again(task, true);
      await inTurn(state, this.channel, async (tx) => {
        await finish(tx);
        await state.tasks.done(tx, task);
      });
    } catch (error) {
      const answered = !isWeather(error);
      const parked = error instanceof PermanentError || (answered && task.attempts + 1 >= this.bounds.attemptsMax);
      if (parked) await this.giveUp(task, error);
      else await this.again(task, answered);
      this.options.onTrouble({ kind: task.kind, subject: task.subject, error, parked });
    }
  }

  private attempt(task: StoreTask): Promise<Attempt> {
    switch (task.kind) {
      case 'read-order':
        return this.readOrder(task);
      case 'read-group':
        return readGroup(this.options, task);
      case 'resolve-order':
        return this.resolveOrder(task);
      case 'list-item':
        return listItem(this.options, task);
      case 'stock-level':
        return this.stockLevel(task);
    }
  }

  private async again(task: StoreTask, answered: boolean): Promise<void> {
    const { uow, tasks, now } = this.options.state;
    const inVain = answered ? task.attempts : task.unanswered;
    const notBefore = new Date(now().getTime() + backoffMs(inVain + 1, backoff));
    await uow.run((tx) => tasks.again(tx, task, notBefore, answered));
  }

  /** The core must hear that a loser could not be told, or it would wait for ever. */
  private async giveUp(task: StoreTask, error: unknown): Promise<void> {
    const { uow, tasks } = this.options.state;
    const reason = error instanceof Error ? error.message : 'unknown failure';
    await uow.run(async (tx) => {
      if (task.kind === 'resolve-order')
        await this.tellResolved(tx, task.payload as OrderShort, { outcome: 'failed', detail: reason });
      if (task.kind === 'stock-level')
        await doubtListing(tx, this.options.state, this.channel, (task.payload as StockWish).externalId);
      await tasks.park(tx, task, reason.slice(0, 500));
    });
  }

  private async readOrder(task: StoreTask): Promise<Attempt> {
    const { state, adapter, timing } = this.options;
    const soleLocation = await state.uow.run((tx) => soleLocationOf(tx, state.channels, this.channel));
    const found = await adapter.readOrder(task.subject, soleLocation);
    if (!found) return (tx) => recordMissing(tx, state, adapter, task.subject);
    const cause = asked(this.channel, 'orders', state.now());
    const finding = { kind: 'order' as const, order: found.order };
    const record = (tx: Tx) => recordFindings(tx, state, this.channel, [{ finding, cause }], timing);
    if (found.complete) return record;
    await inTurn(state, this.channel, record);
    return null;
  }

  private async resolveOrder({ payload, attempts, unanswered }: StoreTask): Promise<Attempt> {
    const short = payload as OrderShort;
    const resolved = await this.options.adapter.resolveOrder(short, { answered: attempts, unanswered });
    return resolved && ((tx) => this.tellResolved(tx, short, resolved));
  }

  private async tellResolved(tx: Tx, short: OrderShort, { outcome, detail }: Resolved): Promise<void> {
    const { state } = this.options;
    const { outbox, now } = state;
    const at = now();
    const data = { channel: short.channel, order: short.order, decision: short.decision, outcome };
    const cause = asked(this.channel, `short/${short.order}`, at);
    const fact = { ...data, detail: detail?.slice(0, 500) ?? null, at: at.toISOString() };
    await outbox.add(tx, [{ definition: orderResolved, data: fact, cause }]);
    // From where its lines are served now, whatever became of the move as a whole.
    if (short.resolution === 'move') await wantTask(tx, state, this.channel, 'read-order', short.order);
  }

  private async stockLevel(task: StoreTask): Promise<Attempt> {
    const { state, adapter } = this.options;
    const row = task.payload as StockWish;
    await adapter.stockAt(row, stockKey(row, task));
    return async (tx) => {
      await state.book.change(tx, this.channel, [row], asked(this.channel, 'stock', state.now()), (level) =>
        stocked(level, state.now()),
      );
    };
  }
}
