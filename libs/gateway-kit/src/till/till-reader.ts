import { planStep, type ReaderPlan, type ReaderState } from './reader-plan';
import { retryAtOf, type TillRuntime } from './runtime';
import { backoffMs, type TillReaderSettings } from './settings';
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
  private running: Promise<void> | null = null;
  private stopping = false;
  private stepping = false;
  private rouse: () => void = () => undefined;
  /** Steps and operator's work wait for each other here. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly runtime: TillRuntime,
    private readonly settings: TillReaderSettings,
  ) {
    this.cycle = new TillCycle(runtime, settings);
  }

  start(): void {
    this.running ??= this.run();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.rouse();
    await this.running;
  }

  /** Never fails and never waits: the caller is a vendor's webhook. */
  wake(reason: WakeReason): void {
    this.state.wanted.records = true;
    this.state.wanted.rows = true;
    if (reason === 'items') this.state.wanted.items = true;
    this.rouse();
  }

  /** A directed read was added that is due at `at`. */
  expectRead(at: Date): void {
    this.state.nextReadDueAt = Math.min(this.state.nextReadDueAt ?? Number.POSITIVE_INFINITY, at.getTime());
    this.rouse();
  }

  /** First connection, or again: see TillCycle.begin. Waits for the step under way. */
  async begin(): Promise<{ items: number; rows: number }> {
    const begun = await this.inTurn(() => this.cycle.begin());
    this.wake('stock');
    return begun;
  }

  /** 1 while there is something left to do without anyone asking again. */
  busy(): { cycleRunning: number; wakePending: number } {
    const { records, rows, items } = this.state.wanted;
    return { cycleRunning: Number(this.stepping), wakePending: Number(records || rows || items) };
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      const plan = planStep(this.state, this.nowMs(), this.settings, this.holdBackMs);
      if ('waitMs' in plan) await this.sleep(plan.waitMs);
      else await this.inTurn(() => this.attempt(plan));
    }
  }

  private async attempt(plan: ReaderPlan): Promise<void> {
    if (this.stopping) return;
    const before = { ...this.state.wanted };
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
  private async take(kind: keyof ReaderState['wanted'], work: () => Promise<unknown>): Promise<void> {
    this.state.wanted[kind] = false;
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
    const waitMs = backoffMs(this.failures, this.settings.retryMs, this.settings.retryMaxMs);
    this.state.notBefore = Math.max(this.nowMs() + waitMs, retryAtOf(error)?.getTime() ?? 0);
    const detail = { till, error, failures: this.failures, notBefore: new Date(this.state.notBefore).toISOString() };
    if (error instanceof CursorMoved)
      log.warn(detail, 'another process reads this till: run one lightspeed-gateway only');
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

  private sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.min(ms, sleepMaxMs));
      this.rouse = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** Node fires at once for delays beyond 2^31 ms. */
const sleepMaxMs = 60_000;

const either = (one: ReaderState['wanted'], other: ReaderState['wanted']): ReaderState['wanted'] => ({
  records: one.records || other.records,
  rows: one.rows || other.rows,
  items: one.items || other.items,
});
