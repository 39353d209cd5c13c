import { backoffMs, KickedLoop } from '@tillbridge/service-kit';
import { planStep, type ReaderPlan, type ReaderState, type Wanted } from './reader-plan';
import { retryAtOf, type TillRuntime } from './runtime';
import type { TillReaderSettings } from './settings';
import { CursorMoved } from './state/cursors';
import type { CallKind } from './till-adapter';
import { TillCycle } from './till-cycle';

/** What the till says has changed. */
export type WakeReason = 'sales' | 'levels' | 'items' | 'papers';

/**
 * The one reader of one till: strictly sequential, single flight. Wake-ups are coalesced; one that comes during a step
 * causes one more. Without any, everything is polled at an interval.
 */
export class TillReader {
  private readonly cycle: TillCycle;
  private readonly loop: KickedLoop;
  private readonly state: ReaderState = {
    wanted: { records: true, rows: true, items: true },
    lastRecordsAt: 0,
    lastRowsAt: 0,
    lastItemsAt: 0,
    lastDirectAt: 0,
    nextReadDueAt: null,
    notBefore: { records: 0, rows: 0, items: 0 },
  };
  private readonly failures = { records: 0, rows: 0, items: 0 };
  private stepping = false;
  /** Milliseconds since 1970. */
  private papersDueAt = 0;
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
      onError: (err) => runtime.log.error({ till: runtime.till, err }, 'the reader of a till failed'),
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
    if (reason === 'papers') this.papersDueAt = 0;
    // A sale moves a level, too, and that word of it may come first. Where calls are scarce the sale's own is enough.
    const isFree = this.holdBackMs('rows') === 0;
    this.state.wanted = {
      records: wanted.records || reason === 'sales' || (reason === 'levels' && isFree),
      rows: true,
      items: wanted.items || reason === 'items',
    };
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
    this.wake('sales');
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
    return this.inTurn(() => this.attempt(plan));
  }

  /** Returns how long to wait before the next one, ms. What the till does is handled in `take`; the rest is the database. */
  private async attempt(plan: ReaderPlan): Promise<number> {
    this.stepping = true;
    try {
      await this.step(plan);
      return 0;
    } catch (err) {
      this.runtime.log.warn({ till: this.runtime.till, err }, 'reading the till failed; it will be tried again');
      return databaseRetryMs;
    } finally {
      this.stepping = false;
    }
  }

  private async step(plan: ReaderPlan): Promise<void> {
    if (!(await this.cycle.hasBegun())) return this.rest();
    if (plan.records && !(await this.take('records', () => this.cycle.takeRecords()))) return;
    if (plan.items) await this.take('items', () => this.cycle.takeItems());
    if (plan.rows || plan.direct) await this.take('rows', () => this.readRows(plan), plan.rows);
    this.state.nextReadDueAt = (await this.cycle.nextReadDueAt())?.getTime() ?? null;
  }

  private async readRows({ rows, direct }: ReaderPlan): Promise<void> {
    const reads = direct ? await this.cycle.dueReads() : [];
    // Levels that change bring their papers along; a count that has begun changes none.
    if (rows && this.nowMs() >= this.papersDueAt) {
      this.papersDueAt = this.nowMs() + this.settings.pollIntervalMs;
      await this.cycle.takePapers();
    }
    if (rows || reads.length > 0) await this.cycle.takeRows({ feed: rows, reads });
    if (direct) this.state.lastDirectAt = this.nowMs();
  }

  /** false when it failed; it is then still wanted, and tried again after a while that grows with each failure. */
  private async take(kind: keyof Wanted, work: () => Promise<unknown>, isAsked = true): Promise<boolean> {
    // Cleared before the call, so that a wake-up during it counts as a new one.
    if (isAsked) this.state.wanted = { ...this.state.wanted, [kind]: false };
    try {
      await work();
      this.failures[kind] = 0;
      return true;
    } catch (error) {
      if (isAsked) this.state.wanted = { ...this.state.wanted, [kind]: true };
      this.holdAfter(kind, error);
      return false;
    } finally {
      if (isAsked) this.state[lastOf[kind]] = this.nowMs();
    }
  }

  /** Not connected yet: there is nothing to read, and `begin` wakes us. */
  private rest(): void {
    const now = this.nowMs();
    this.state.wanted = { records: false, rows: false, items: false };
    Object.assign(this.state, { lastRecordsAt: now, lastRowsAt: now, lastItemsAt: now, nextReadDueAt: null });
  }

  private holdAfter(kind: keyof Wanted, error: unknown): void {
    this.failures[kind] += 1;
    const { till, log } = this.runtime;
    const waitMs = backoffMs(this.failures[kind], this.settings.retry);
    const notBefore = Math.max(this.nowMs() + waitMs, retryAtOf(error)?.getTime() ?? 0);
    this.state.notBefore = { ...this.state.notBefore, [kind]: notBefore };
    const detail = { till, kind, err: error, failures: this.failures[kind], notBefore: new Date(notBefore) };
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

const databaseRetryMs = 1_000;
const lastOf = { records: 'lastRecordsAt', rows: 'lastRowsAt', items: 'lastItemsAt' } as const;
