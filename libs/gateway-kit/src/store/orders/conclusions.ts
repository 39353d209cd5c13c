import { concludableEdit, concludeEdit, isUnexplained } from '@tillbridge/level-mirror';
import type { Tx } from '@tillbridge/persistence';
import { withSettledClaim } from '../book/edit-story';
import type { StoreLevel } from '../book/store-level';
import { asked, inTurn, type StoreState } from '../store-state';
import type { LevelKey } from '../store-adapter';

export interface ConclusionOptions {
  state: StoreState;
  channel: string;
  timing: { readonly settleMs: number; readonly searchLagMs: number };
  onConcluded(level: StoreLevel): void;
}

const pageMax = 200;
/** So many pages at one go; a store with more of them waits for the next, which goes on from there. */
const pagesMax = 5;

/** Books residuals as edits or as the end of one, and notes which claims nothing explains, where the evidence allows. */
export class Conclusions {
  /** How far the last round came: what is vetoed for good must not keep those behind it from being looked at. */
  private lookedAtTo: LevelKey | null = null;

  constructor(private readonly options: ConclusionOptions) {}

  /** @param provenAt the start of the latest poll of the orders that proves something. @returns when the next may be ripe. */
  async conclude(provenAt: Date | null): Promise<number | null> {
    const { settleMs, searchLagMs } = this.options.timing;
    let waiting = 0;
    for (let page = 0; page < pagesMax; page += 1) {
      const { candidates, ripe } = await this.concludePage(provenAt);
      waiting += candidates.length - ripe;
      this.lookedAtTo = candidates.length < pageMax ? null : candidates.at(-1)!;
      if (this.lookedAtTo === null) break;
    }
    return waiting > 0 ? Math.max(settleMs, searchLagMs) : null;
  }

  private concludePage(provenAt: Date | null): Promise<{ candidates: readonly StoreLevel[]; ripe: number }> {
    const { state, channel, onConcluded } = this.options;
    return inTurn(state, channel, async (tx) => {
      const candidates = await state.levels.concludable(tx, channel, this.lookedAtTo, pageMax);
      const ripe = await this.ripe(tx, candidates, provenAt);
      const cause = asked(channel, 'conclusion', state.now());
      await state.book.apply(tx, channel, [...ripe.keys()], cause, (level) => concluded(level, ripe.get(level) ?? 0));
      for (const [level, units] of ripe) if (units !== 0) tx.afterCommit(() => onConcluded(level));
      return { candidates, ripe: ripe.size };
    });
  }

  /** Each with the units that were edited: none where a claim is settled. */
  private async ripe(
    tx: Tx,
    candidates: readonly StoreLevel[],
    provenAt: Date | null,
  ): Promise<Map<StoreLevel, number>> {
    const { state, channel, timing } = this.options;
    const ripe = new Map<StoreLevel, number>();
    for (const level of candidates) {
      if (!level.lastRead) continue;
      const evidence = {
        now: state.now().getTime(),
        readRequestedAt: level.lastRead.requestedAt.getTime(),
        ordersPollStartedAt: provenAt?.getTime() ?? null,
        settleMs: timing.settleMs,
        searchLagMs: timing.searchLagMs,
        committed: level.lastRead.committed,
        knownUnfulfilled: await state.orders.outstandingAt(tx, channel, level),
      };
      if (isUnexplained(level.mirror, evidence)) ripe.set(level, concludableEdit(level.mirror, evidence));
    }
    return ripe;
  }
}

/** What no edit may be made of stays a claim; that nothing explains it is told once. */
function concluded(level: StoreLevel, units: number): StoreLevel {
  if (units !== 0) return { ...level, mirror: concludeEdit(level.mirror, units) };
  return level.story.settled ? level : withSettledClaim(level);
}
