import { backoffMs, KickedLoop } from '../pace';
import { planStep, type ReaderPlan, type ReaderState, type Wanted } from './reader-plan';
import { retryAtOf, type TillRuntime } from './runtime';
import type { TillReaderSettings } from './settings';
import { CursorMoved } from './state/cursors';
import type { CallKind } from './till-adapter';
import { TillCycle } from './till-cycle';

/** `items`: something was said about the catalogue. `stock`: about sales or levels. */
export type WakeReason = 'stock' | 'items';

/**
 * The one reader of one till: strictly sequential, single flight. Wake-ups are coalesced; one that comes during a step
 * causes one more. Without any, everything is polled at an interval.
 */
export class TillReader {
  private readonly cycle: TillCycle;
  private readonly loop: KickedLoop;
  private readonly state: ReaderState = {
    wanted: { records: true, rows: true, items: true },
    lastFullAt: 0,
    lastRowsAt: 0,
    lastItemsAt: 0,
    lastDirectAt: 0,
    nextReadDueAt: null,
    notBefore: 0,
  };
  private failures = 0;
  private stepping = false;
  /** Steps and an operator's work wait for each other here. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly runtime: TillRuntime,
    private readonly settings: TillReaderSettings,
  ) {
    this.cycle = new TillCycle(runtime, settings);
    this.loop = new KickedLoop({
      run: () => this.next(),
      pollMs: settings.pollIntervalMs,
      onError: (error) => this.holdAfter(error),
    });
  }

  start(): void {
    this.loop.start();
  }

  async stop(): Promise<void> {
    await this.loop.stop();
    await this.turn;
  }

  /** Never fails and never waits: the caller is a vendor's webhook. */
  wake(reason: WakeReason): void {
    const { wanted } = this.state;
    this.state.wanted = { records: true, rows: true, items: wanted.items || reason === 'items' };
    this.loop.kick();
  }

  /** A directed read was added that is due at `at`. */
  expectRead(at: Date): void {
    this.state.nextReadDueAt = Math.min(this.state.nextReadDueAt ?? Number.POSITIVE_INFINITY, at.getTime());
    this.loop.kick();
  }

  /** First connection, or again: see TillCycle.begin. Waits for the step under way. */
  async begin(): Promise<{ items: number; rows: number }> {
    const begun = await this.inTurn(() => this.cycle.begin());
    this.wake('stock');
    return begun;
  }

  /** Above 0 while there is something left to do that nobody has to ask for again. */
  busy(): { cycleRunning: number; wakePending: number } {
    const { records, rows, items } = this.state.wanted;
    return { cycleRunning: Number(this.stepping), wakePending: Number(records || rows || items) };
  }

  private async next(): Promise<number> {
    const plan = planStep(this.state, this.nowMs(), this.settings, this.holdBackMs);
    if ('waitMs' in plan) return Math.max(1, Math.ceil(plan.waitMs));
    await this.inTurn(() => this.attempt(plan));
    return 0;
  }

  private async attempt(plan: ReaderPlan): Promise<void> {
    const before = this.state.wanted;
    this.stepping = true;
    try {
      await this.step(plan);
      this.failures = 0;
    } catch (error) {
      // What was asked for is still wanted, together with whatever was asked for meanwhile.
      this.state.wanted = either(before, this.state.wanted);
      this.holdAfter(error);
    } finally {
      this.stepping = false;
    }
  }

  private async step(plan: ReaderPlan): Promise<void> {
    if (!(await this.cycle.hasBegun())) return this.rest();
    if (plan.records) await this.take('records', () => this.cycle.takeRecords());
    if (plan.items) {
      await this.take('items', () => this.cycle.takeItems());
      this.state.lastItemsAt = this.nowMs();
    }
    if (plan.rows || plan.direct) await this.readRows(plan);
    if (plan.records && plan.rows) this.state.lastFullAt = this.nowMs();
    this.state.nextReadDueAt = (await this.cycle.nextReadDueAt())?.getTime() ?? null;
  }

  private async readRows({ rows, direct }: ReaderPlan): Promise<void> {
    const reads = direct ? await this.cycle.dueReads() : [];
    if (rows) await this.take('rows', () => this.cycle.takeRows({ feed: true, reads }));
    else if (reads.length > 0) await this.cycle.takeRows({ feed: false, reads });
    if (rows) this.state.lastRowsAt = this.nowMs();
    if (direct) this.state.lastDirectAt = this.nowMs();
  }

  /** Cleared before the call, so that a wake-up during it counts as a new one. */
  private async take(kind: keyof Wanted, work: () => Promise<unknown>): Promise<void> {
    this.state.wanted = { ...this.state.wanted, [kind]: false };
    await work();
  }

  /** Not connected yet: there is nothing to read, and `begin` wakes us. */
  private rest(): void {
    const now = this.nowMs();
    this.state.wanted = { records: false, rows: false, items: false };
    Object.assign(this.state, { lastFullAt: now, lastRowsAt: now, lastItemsAt: now, nextReadDueAt: null });
  }

  private holdAfter(error: unknown): void {
    this.failures += 1;
    const { till, log } = this.runtime;
    const waitMs = backoffMs(this.failures, this.settings.retry);
    this.state.notBefore = Math.max(this.nowMs() + waitMs, retryAtOf(error)?.getTime() ?? 0);
    const detail = { till, err: error, failures: this.failures, notBefore: new Date(this.state.notBefore) };
    if (error instanceof CursorMoved) log.warn(detail, 'another process reads this till: run one only');
    else log.warn(detail, 'reading the till failed; it will be tried again');
  }

  private readonly holdBackMs = (kind: CallKind): number => this.runtime.adapter.holdBackMs?.(kind) ?? 0;

  private nowMs(): number {
    return this.runtime.now().getTime();
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(work);
    this.turn = mine.catch(() => undefined);
    return mine;
  }
}

const either = (one: Wanted, other: Wanted): Wanted => ({
  records: one.records || other.records,
  rows: one.rows || other.rows,
  items: one.items || other.items,
});
