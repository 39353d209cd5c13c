import { openPush, settlePush } from '@tillbridge/level-mirror';
import { timeOrderedId, type Tx } from '@tillbridge/persistence';
import { backoffMs, KickedLoop } from '@tillbridge/service-kit';
import { readDue, wantsPush, type StoreLevel } from '../book/store-level';
import { keyOf } from '../orders/order-counts';
import { asked, inTurn, type StoreState } from '../store-state';
import type { PushAnswer, PushCall, PushRowOutcome, StoreAdapter } from '../store-adapter';
import { planCalls, pushRow } from './plan-calls';
import type { StoredPushCall } from './push-calls';

export interface StorePumpOptions {
  state: StoreState;
  adapter: StoreAdapter;
  /** A push without effect means that there may be something we have not seen: ask for it. */
  onStale(): void;
  onTrouble(trouble: { key: string; reason: string; rows: number }): void;
  onError(error: unknown): void;
  callsInFlightMax?: number;
  rowsPerCallMax?: number;
  pollMs?: number;
}

const defaults = { callsInFlightMax: 8, rowsPerCallMax: 250, pollMs: 2_000 };
/** Longer than the adapter waits for an answer: only a process that died leaves a call to this. */
const leaseMs = 30_000;
const resendBackoff = { firstMs: 250, capMs: 30_000 };
/** Vendors remember a key for about a day; past that the same key might be executed a second time. */
const resendForMs = 20 * 3_600_000;

/**
 * Makes one store show what the core wants, at the store's pace. Only the newest wish is sent; each push is stored before
 * it leaves and sent again under the same key until the store says what became of it. No transaction is open while the
 * store is asked.
 */
export class StorePump {
  private readonly loop: KickedLoop;
  private readonly inFlight = new Map<string, Promise<void>>();
  private readonly bounds: typeof defaults;

  constructor(private readonly options: StorePumpOptions) {
    const { callsInFlightMax, rowsPerCallMax, pollMs } = options;
    this.bounds = {
      callsInFlightMax: callsInFlightMax ?? defaults.callsInFlightMax,
      rowsPerCallMax: rowsPerCallMax ?? defaults.rowsPerCallMax,
      pollMs: pollMs ?? defaults.pollMs,
    };
    this.loop = new KickedLoop({ run: () => this.round(), pollMs: this.bounds.pollMs, onError: options.onError });
  }

  /** What an earlier process left open is sent again at once: it cannot still be sending it. */
  async start(): Promise<void> {
    const { uow, calls, now } = this.options.state;
    await uow.run((tx) => calls.hasten(tx, this.channel, now()));
    this.loop.start();
  }

  kick(): void {
    this.loop.kick();
  }

  /** Takes nothing new and waits for the answers under way. */
  async stop(): Promise<void> {
    await this.loop.stop();
    await Promise.all(this.inFlight.values());
  }

  private get channel(): string {
    return this.options.adapter.channel;
  }

  private get free(): number {
    return this.bounds.callsInFlightMax - this.inFlight.size;
  }

  private async round(): Promise<number | null> {
    await this.resendDue();
    if (this.free > 0) for (const call of await this.openCalls()) this.dispatch(call);
    const { uow, calls, now } = this.options.state;
    const next = await uow.run((tx) => calls.nextDueAt(tx, this.channel));
    return next && this.free > 0 ? Math.max(1, next.getTime() - now().getTime()) : null;
  }

  private async resendDue(): Promise<void> {
    if (this.free <= 0) return;
    const { uow, calls, now } = this.options.state;
    const limit = this.bounds.callsInFlightMax;
    const due = await uow.run((tx) => calls.due(tx, this.channel, now(), limit));
    for (const call of due) if (this.free > 0 && !this.inFlight.has(call.key)) this.dispatch(call);
  }

  /** Chooses what to send and stores it; nothing leaves before this has committed. */
  private openCalls(): Promise<StoredPushCall[]> {
    const { state } = this.options;
    const { levels, now } = state;
    const { rowsPerCallMax } = this.bounds;
    const free = this.free;
    return inTurn(state, this.channel, async (tx) => {
      const wanting = await levels.wantingPush(tx, this.channel, free * rowsPerCallMax);
      const planned = planCalls(wanting, { calls: free, rowsPerCallMax });
      const sentAt = now();
      const opened: StoredPushCall[] = [];
      for (const group of planned) opened.push(await this.openCall(tx, group, sentAt));
      return opened;
    });
  }

  private async openCall(tx: Tx, group: readonly StoreLevel[], sentAt: Date): Promise<StoredPushCall> {
    const { book, calls } = this.options.state;
    const call: PushCall = { key: timeOrderedId(), rows: group.map(pushRow) };
    await book.apply(tx, this.channel, group, asked(this.channel, 'push', sentAt), (level) => {
      const { from, to } = pushRow(level);
      return { ...level, mirror: openPush(level.mirror, { key: call.key, from, to, version: level.desired!.version }) };
    });
    await calls.open(tx, this.channel, call, { sentAt, notBefore: new Date(sentAt.getTime() + leaseMs) });
    return { ...call, channel: this.channel, attempts: 0, firstSentAt: sentAt };
  }

  private dispatch(call: StoredPushCall): void {
    const sent = this.send(call)
      .catch((error: unknown) => this.options.onError(error))
      .finally(() => {
        this.inFlight.delete(call.key);
        this.loop.kick();
      });
    this.inFlight.set(call.key, sent);
  }

  private async send(call: StoredPushCall): Promise<void> {
    const answer = await this.options.adapter.push(call).catch(unknownAnswer);
    if (answer.kind === 'settled') await this.settle(call, answer.rows);
    else await this.leaveOpen(call, answer);
  }

  private async settle(call: StoredPushCall, outcomes: readonly PushRowOutcome[]): Promise<void> {
    const { state } = this.options;
    const { book, calls, now } = state;
    const outcomeOf = new Map(call.rows.map((row, index) => [keyOf(row), outcomes[index]!]));
    const after = await inTurn(state, this.channel, async (tx) => {
      await calls.close(tx, call.key);
      return book.change(tx, this.channel, call.rows, asked(this.channel, 'push', now()), (level) =>
        level.mirror.open?.key === call.key ? withOutcome(level, outcomeOf.get(keyOf(level))!, now()) : level,
      );
    });
    if (outcomes.some(({ outcome }) => outcome === 'stale')) this.options.onStale();
    const refused = outcomes.find((each) => each.outcome === 'refused');
    if (refused) this.trouble(call, refused.reason);
    if (after.some(wantsPush)) this.loop.kick();
  }

  private async leaveOpen(call: StoredPushCall, answer: Extract<PushAnswer, { kind: 'unknown' }>): Promise<void> {
    const { uow, calls, now } = this.options.state;
    this.trouble(call, answer.reason);
    if (now().getTime() - call.firstSentAt.getTime() > resendForMs) return this.giveUp(call);
    const waitMs = answer.retryAfterMs ?? backoffMs(call.attempts + 1, resendBackoff);
    await uow.run((tx) => calls.postpone(tx, call.key, new Date(now().getTime() + waitMs)));
  }

  /**
   * Nobody will say any more what became of it. Taken as without effect and read: if it did take effect after all, the
   * read shows a residual, and a residual only ever lowers.
   */
  private giveUp(call: StoredPushCall): Promise<void> {
    return this.settle(
      call,
      call.rows.map(() => ({ outcome: 'stale' as const })),
    );
  }

  private trouble(call: PushCall, reason: string): void {
    this.options.onTrouble({ key: call.key, reason, rows: call.rows.length });
  }
}

function withOutcome(level: StoreLevel, outcome: PushRowOutcome, now: Date): StoreLevel {
  if (outcome.outcome === 'applied') return { ...level, mirror: settlePush(level.mirror, 'applied') };
  const doubtful = readDue({ ...level, mirror: settlePush(level.mirror, 'refused') }, now);
  return outcome.outcome === 'refused' ? { ...doubtful, refusal: outcome.reason } : doubtful;
}

/** An adapter that throws has told us nothing about what became of the push. */
function unknownAnswer(error: unknown): PushAnswer {
  return { kind: 'unknown', retryAfterMs: null, reason: error instanceof Error ? error.message : 'unknown failure' };
}
