import { openPush, settlePush, shownAtStore } from '@tillbridge/level-mirror';
import { timeOrderedId, type Tx } from '@tillbridge/persistence';
import { backoffMs, KickedLoop } from '@tillbridge/service-kit';
import { isClosed, isHaltedBy } from '../../halts/halts';
import { readDue, wantsPush, type LevelMark, type StoreLevel } from '../book/store-level';
import { brakeSettings, judgeBrake } from '../brake/channel-brake';
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
 * store is asked. While the channel is closed nothing leaves: wishes wait, each replaced by a newer one, and what was open
 * stays so until the channel is open again, or its key may have been forgotten.
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
    await this.hasten();
    this.loop.start();
  }

  /** What waits to be sent again is due now; what is being sent is not sent twice. */
  async hasten(): Promise<void> {
    const { uow, calls, now } = this.options.state;
    await uow.run((tx) => calls.hasten(tx, this.channel, now()));
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
    const { uow, calls, halts, now } = this.options.state;
    const closed = await uow.run(async (tx) => isClosed(await halts.get(tx, this.channel)));
    await this.resendDue(closed);
    if (closed) return null;
    if (this.free > 0) for (const call of await this.openCalls()) this.dispatch(call);
    const next = await uow.run((tx) => calls.nextDueAt(tx, this.channel));
    return next && this.free > 0 ? Math.max(1, next.getTime() - now().getTime()) : null;
  }

  private async resendDue(closed: boolean): Promise<void> {
    if (this.free <= 0) return;
    const { uow, calls, now } = this.options.state;
    const limit = this.bounds.callsInFlightMax;
    const due = await uow.run((tx) => calls.due(tx, this.channel, now(), limit));
    const sendable = due.filter((call) => !this.inFlight.has(call.key) && (!closed || this.isForgotten(call)));
    for (const call of sendable) if (this.free > 0) this.dispatch(call);
  }

  /** Chooses what to send and stores it; nothing leaves before this has committed. */
  private openCalls(): Promise<StoredPushCall[]> {
    const { state } = this.options;
    const { levels, halts, now } = state;
    const { rowsPerCallMax } = this.bounds;
    const free = this.free;
    return inTurn(state, this.channel, async (tx) => {
      // In turn with whoever closes the channel: once that has committed, nothing more is opened.
      const before = await halts.get(tx, this.channel);
      if (isClosed(before)) return [];
      const braked = isHaltedBy(await judgeBrake(tx, state, this.channel, before), 'braked');
      const sentAt = now();
      const limit = free * rowsPerCallMax;
      const sendable = braked
        ? await levels.passingBrake(tx, this.channel, sentAt, limit)
        : await levels.wantingPush(tx, this.channel, limit);
      const planned = planCalls(sendable, { calls: free, rowsPerCallMax });
      const opened: StoredPushCall[] = [];
      const { windowSeconds } = await brakeSettings(tx, state, this.channel);
      for (const group of planned) opened.push(await this.openCall(tx, group, sentAt, windowSeconds * 1_000));
      return opened;
    });
  }

  private async openCall(
    tx: Tx,
    group: readonly StoreLevel[],
    sentAt: Date,
    windowMs: number,
  ): Promise<StoredPushCall> {
    const { book, calls } = this.options.state;
    const call: PushCall = { key: timeOrderedId(), rows: group.map(pushRow) };
    await book.apply(tx, this.channel, group, asked(this.channel, 'push', sentAt), (level) => {
      const { from, to } = pushRow(level);
      const mirror = openPush(level.mirror, { key: call.key, from, to, version: level.desired!.version });
      return { ...level, mirror, mark: marked(level, sentAt, windowMs) };
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
    if (this.isForgotten(call)) return this.giveUp(call);
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
    const waitMs = answer.retryAfterMs ?? backoffMs(call.attempts + 1, resendBackoff);
    await uow.run((tx) => calls.postpone(tx, call.key, new Date(now().getTime() + waitMs)));
  }

  /** Judged before anything is sent: a process that was away, or a channel that was closed, may be older than the key. */
  private isForgotten({ firstSentAt }: StoredPushCall): boolean {
    return this.options.state.now().getTime() - firstSentAt.getTime() > resendForMs;
  }

  /**
   * Nobody will say any more what became of it. Taken as without effect and read: if it did take effect after all, the
   * read shows a residual, and a residual only ever lowers.
   */
  private giveUp(call: StoredPushCall): Promise<void> {
    this.trouble(call, 'no definite answer within the life of its key: given up, and the levels are read');
    return this.settle(
      call,
      call.rows.map(() => ({ outcome: 'stale' as const })),
    );
  }

  private trouble(call: PushCall, reason: string): void {
    this.options.onTrouble({ key: call.key, reason, rows: call.rows.length });
  }
}

/** Its window begins with the first push after the one before it was over; what was confirmed for longer is sent now. */
function marked({ mark, mirror }: StoreLevel, now: Date, windowMs: number): LevelMark {
  const until = new Date(now.getTime() + windowMs);
  if (mark === null || mark.until <= now) return { shown: shownAtStore(mirror)!, pushed: mirror.pushed, until };
  return mark.until > until ? { ...mark, until } : mark;
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
