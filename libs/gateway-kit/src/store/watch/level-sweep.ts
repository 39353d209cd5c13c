import { shownAtStore } from '@tillbridge/level-mirror';
import { KickedLoop } from '@tillbridge/service-kit';
import { isHaltedBy } from '../../halts/halts';
import { readDue, type StoreLevel } from '../book/store-level';
import { keyOf } from '../orders/order-counts';
import { asked, inTurn, type StoreState } from '../store-state';
import type { LevelReading, StoreAdapter } from '../store-adapter';
import { restAfterMs, type WatchTiming } from './watch-timing';

export interface LevelSweepOptions {
  state: StoreState;
  adapter: Pick<StoreAdapter, 'channel' | 'readLevels'>;
  timing: WatchTiming;
  onError(error: unknown): void;
}

type Readable = StoreLevel & { levelRef: string };

/** As many as one call of any vendor takes. */
const pageMax = 100;

/**
 * Reads every level of a store, page by page, without end: stores tell of what they change by message only, and those get
 * lost. It believes nothing of what it reads; where that differs from what follows from the facts, the level is read again
 * by whoever may conclude from it. Where it stands is stored, so that a restart keeps it from no level.
 */
export class LevelSweep {
  private readonly loop: KickedLoop;
  private roundStartedAt: Date;
  private notBefore: number;

  constructor(private readonly options: LevelSweepOptions) {
    const { state, timing, onError } = options;
    this.roundStartedAt = state.now();
    // Whoever connected the store has just read them all.
    this.notBefore = state.now().getTime() + timing.sweepEveryMs;
    this.loop = new KickedLoop({ run: () => this.next(), pollMs: timing.sweepEveryMs, onError });
  }

  start(): void {
    this.loop.start();
  }

  stop(): Promise<void> {
    return this.loop.stop();
  }

  private get channel(): string {
    return this.options.adapter.channel;
  }

  private async next(): Promise<number | null> {
    const { state, adapter } = this.options;
    const { uow, channels, halts, levels } = state;
    const waitMs = this.notBefore - state.now().getTime();
    if (waitMs > 0) return waitMs;
    const { after, isLockedOut } = await uow.run(async (tx) => ({
      after: (await channels.get(tx, this.channel))?.sweptTo ?? null,
      isLockedOut: isHaltedBy(await halts.get(tx, this.channel), 'locked-out'),
    }));
    if (isLockedOut) return null;
    if (after === null) this.roundStartedAt = state.now();
    const page = await uow.run((tx) => levels.page(tx, this.channel, after, pageMax));
    const startedAt = state.now();
    const readings = await adapter.readLevels(page.filter(isReadable), 'routine');
    await this.doubt(page, readings);
    const last = page.length < pageMax ? null : page.at(-1)!;
    const to = last && { externalId: last.externalId, storeLocation: last.storeLocation };
    await uow.run((tx) => channels.swept(tx, this.channel, to));
    const restMs = restAfterMs(startedAt, state.now());
    const waits = to === null ? Math.max(restMs, this.untilNextRound()) : restMs;
    this.notBefore = state.now().getTime() + waits;
    return waits;
  }

  private untilNextRound(): number {
    const { state, timing } = this.options;
    return this.roundStartedAt.getTime() + timing.sweepEveryMs - state.now().getTime();
  }

  /** Levels that show another number than they should, and did not move meanwhile, are read by who may conclude from it. */
  private async doubt(page: readonly StoreLevel[], readings: readonly LevelReading[]): Promise<void> {
    const { state } = this.options;
    const shown = new Map(readings.map((reading) => [keyOf(reading), reading.available]));
    const odd = page.filter((level) => isReadable(level) && differs(level, shown.get(keyOf(level)) ?? null));
    if (odd.length === 0) return;
    const versionOf = new Map(odd.map((level) => [keyOf(level), level.version]));
    await inTurn(state, this.channel, (tx) =>
      state.book.change(tx, this.channel, odd, asked(this.channel, 'sweep', state.now()), (level) =>
        level.version === versionOf.get(keyOf(level)) ? readDue(level, state.now()) : level,
      ),
    );
  }
}

function isReadable(level: StoreLevel): level is Readable {
  return level.levelRef !== null;
}

/** What is under way or in doubt already needs no doubt of ours. */
function differs({ mirror, readDueAt }: StoreLevel, shown: number | null): boolean {
  return mirror.open === null && !mirror.dirty && readDueAt === null && shownAtStore(mirror) !== shown;
}
