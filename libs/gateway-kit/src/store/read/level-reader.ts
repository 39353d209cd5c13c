import { readToken, takeStoreRead } from '@tillbridge/level-mirror';
import { isEcho, needsProof, readDue, type StoreLevel } from '../book/store-level';
import { keyOf } from '../orders/order-counts';
import { KickedLoop } from '@tillbridge/service-kit';
import { isHaltedBy } from '../../halts/halts';
import { asked, inTurn, type StoreState } from '../store-state';
import type { LevelReading, StoreAdapter } from '../store-adapter';
import { stockTask } from '../tasks/stock-level';

export interface LevelReaderOptions {
  state: StoreState;
  adapter: StoreAdapter;
  /** A level shows something that no known fact explains: there may be an order behind it. */
  onUnexplained(): void;
  onError(error: unknown): void;
  batchMax?: number;
  batchesInFlightMax?: number;
  pollMs?: number;
}

const defaults = { batchMax: 50, batchesInFlightMax: 3, pollMs: 2_000 };
/** A fact moved the row while we read it: read again, but not in a tight circle. */
const readAgainAfterMs = 50;
const failedReadWaitMs = 2_000;
/** Being stocked makes a missing level due at once; this is only the net under that. */
const missingReadWaitMs = 300_000;

interface Asked {
  readonly level: StoreLevel & { levelRef: string };
  readonly token: number;
}

/** Reads levels that are in doubt, in batches, and takes in what is still valid when the answer comes. */
export class LevelReader {
  private readonly loop: KickedLoop;
  private readonly reading = new Set<string>();
  private readonly inFlight = new Set<Promise<void>>();
  private readonly bounds: typeof defaults;

  constructor(private readonly options: LevelReaderOptions) {
    const { batchMax, batchesInFlightMax, pollMs } = options;
    this.bounds = {
      batchMax: batchMax ?? defaults.batchMax,
      batchesInFlightMax: batchesInFlightMax ?? defaults.batchesInFlightMax,
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
    await Promise.all(this.inFlight);
  }

  /** Reads all that is due, whether or not the reader was started; returns when nothing is due any more. */
  async readAllDue(): Promise<void> {
    for (let batch = await this.take(); batch.length > 0; batch = await this.take()) await this.read(batch);
  }

  private get channel(): string {
    return this.options.adapter.channel;
  }

  private async round(): Promise<number | null> {
    const { uow, halts } = this.options.state;
    // What is due stays due; asking is left to the poll of the orders until the store lets us in again.
    if (isHaltedBy(await uow.run((tx) => halts.get(tx, this.channel)), 'locked-out')) return null;
    while (this.inFlight.size < this.bounds.batchesInFlightMax) {
      const batch = await this.take();
      if (batch.length === 0) return this.untilNext();
      this.dispatch(batch);
    }
    return null;
  }

  private async take(): Promise<Asked[]> {
    const { state } = this.options;
    const { levels, book, now } = state;
    const limit = this.bounds.batchMax + this.reading.size;
    return inTurn(state, this.channel, async (tx) => {
      const due = await levels.wantingRead(tx, this.channel, now(), limit);
      const free = due.filter((level) => !this.reading.has(keyOf(level)));
      const explained = free.filter(isExplained);
      await book.apply(tx, this.channel, explained, asked(this.channel, 'read', now()), (level) => ({
        ...level,
        readDueAt: null,
        hint: null,
      }));
      return free
        .filter((level) => !isExplained(level))
        .slice(0, this.bounds.batchMax)
        .map((level) => ({ level: { ...level, levelRef: level.levelRef! }, token: readToken(level.mirror) }));
    });
  }

  private async untilNext(): Promise<number | null> {
    const { uow, levels, now } = this.options.state;
    if (this.inFlight.size > 0) return null;
    const at = await uow.run((tx) => levels.nextReadAt(tx, this.channel));
    return at && Math.max(1, at.getTime() - now().getTime());
  }

  private dispatch(batch: readonly Asked[]): void {
    for (const { level } of batch) this.reading.add(keyOf(level));
    const read = this.read(batch)
      .catch((error: unknown) => this.failed(batch, error))
      .catch((error: unknown) => this.options.onError(error))
      .finally(() => {
        for (const { level } of batch) this.reading.delete(keyOf(level));
        this.inFlight.delete(read);
        this.loop.kick();
      });
    this.inFlight.add(read);
  }

  private async read(batch: readonly Asked[]): Promise<void> {
    const { state } = this.options;
    const { book, tasks, now, onWork } = state;
    const requestedAt = now();
    const readings = await this.options.adapter.readLevels(batch.map(({ level }) => level));
    const readingOf = new Map(readings.map((reading) => [keyOf(reading), reading]));
    const tokenOf = new Map(batch.map(({ level, token }) => [keyOf(level), token]));
    const missing = batch.filter(({ level }) => (readingOf.get(keyOf(level))?.available ?? null) === null);
    const after = await inTurn(state, this.channel, async (tx) => {
      const cause = asked(this.channel, 'read', requestedAt);
      const keys = batch.map(({ level }) => level);
      const changed = await book.change(tx, this.channel, keys, cause, (level) => {
        const reading = readingOf.get(keyOf(level));
        if (!reading || reading.available === null) return readLater(level, now(), missingReadWaitMs);
        return taken(
          level,
          { ...reading, available: reading.available },
          tokenOf.get(keyOf(level))!,
          requestedAt,
          now(),
        );
      });
      // A level the store does not keep can show nothing and take nothing: ask for it to be kept.
      await tasks.want(
        tx,
        missing.map(({ level }) => stockTask(level, now())),
      );
      if (missing.length > 0) tx.afterCommit(() => onWork(this.channel, 'task'));
      return changed;
    });
    if (after.some(({ mirror }) => mirror.residual !== 0)) this.options.onUnexplained();
  }

  private async failed(batch: readonly Asked[], error: unknown): Promise<void> {
    this.options.onError(error);
    const { state } = this.options;
    const { book, now } = state;
    const keys = batch.map(({ level }) => level);
    await inTurn(state, this.channel, (tx) =>
      book.change(tx, this.channel, keys, asked(this.channel, 'read', now()), (level) =>
        readLater(level, now(), failedReadWaitMs),
      ),
    );
  }
}

/** The hint behind the read has come to follow from what we know: nothing to ask. */
function isExplained(level: StoreLevel): boolean {
  return level.hint !== null && isEcho(level, level.hint) && !needsProof(level);
}

function taken(
  level: StoreLevel,
  reading: LevelReading & { available: number },
  token: number,
  requestedAt: Date,
  now: Date,
): StoreLevel {
  const mirror = takeStoreRead(level.mirror, { token, level: reading.available });
  if (mirror === level.mirror) return readLater(level, now, readAgainAfterMs);
  const lastRead = { requestedAt, committed: reading.committed ?? 0 };
  return { ...level, mirror, lastRead, hint: null, readDueAt: null };
}

function readLater(level: StoreLevel, now: Date, ms: number): StoreLevel {
  return readDue({ ...level, readDueAt: null }, new Date(now.getTime() + ms));
}
