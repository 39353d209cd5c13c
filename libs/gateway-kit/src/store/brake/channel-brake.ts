import type { Tx } from '@tillbridge/persistence';
import { changeHalts } from '../../halts/change-halts';
import { isHaltedBy, withHalt, withoutHalt, type Halted } from '../../halts/halts';
import { wantsPush, type StoreLevel } from '../book/store-level';
import { asked, inTurn, type StoreState } from '../store-state';
import { brakeDefaults, countMoves, movesToCount, reasonToBrake, type BrakeCounts, type BrakeSettings } from './brake';
import { isFar, moveOf, type LevelMove } from './moves';

/** What a person who has to release a brake needs to see. */
export interface BrakeView extends BrakeCounts {
  readonly settings: BrakeSettings;
  readonly braked: { readonly since: Date; readonly reason: string } | null;
  /** The largest moves first. */
  readonly largest: readonly LevelMove[];
}

/** How long what a person has confirmed counts as confirmed: for a store that takes its time, or is paused meanwhile. */
const confirmedForMs = 86_400_000;

export async function brakeSettings(tx: Tx, { channels }: StoreState, channel: string): Promise<BrakeSettings> {
  return { ...brakeDefaults, ...(await channels.get(tx, channel))?.settings.brake };
}

/**
 * Stops the channel if what is wanted of it, with what was moved within the window, is too much at once. In the transaction
 * that would open the pushes, so that none of them slips out. @returns what holds the channel back now.
 */
export async function judgeBrake(tx: Tx, state: StoreState, channel: string, halted: Halted): Promise<Halted> {
  if (isHaltedBy(halted, 'braked')) return halted;
  const settings = await brakeSettings(tx, state, channel);
  const now = state.now();
  const count = await state.levels.movingCount(tx, channel, now);
  if (count < settings.itemsMin) return halted;
  const settled = await state.levels.settledCount(tx, channel);
  // Counted before they are loaded: this is asked before every push, and hardly ever are there too many.
  if (count < movesToCount(settled, settings)) return halted;
  const moving = await state.levels.moving(tx, channel, now);
  const reason = reasonToBrake(countMoves(movesOf(moving, now), settled), settings);
  if (reason === null) return halted;
  await changeHalts(tx, state, channel, (known) =>
    withHalt(known, { kind: 'braked', since: now, reason, endsByItself: false }),
  );
  return state.halts.get(tx, channel);
}

export async function viewBrake(state: StoreState, channel: string, largestMax: number): Promise<BrakeView> {
  return state.uow.run(async (tx) => {
    const now = state.now();
    const moves = movesOf(await state.levels.moving(tx, channel, now), now);
    const { halts } = await state.halts.get(tx, channel);
    const braked = halts.find(({ kind }) => kind === 'braked');
    const largest = moves.filter(isFar).sort((a, b) => Math.abs(b.units) - Math.abs(a.units));
    return {
      ...countMoves(moves, await state.levels.settledCount(tx, channel)),
      settings: await brakeSettings(tx, state, channel),
      braked: braked ? { since: braked.since, reason: braked.reason } : null,
      largest: largest.slice(0, largestMax),
    };
  });
}

/** A person has seen what would change and wants it: it is counted as though it had been so before. */
export async function releaseBrake(state: StoreState, channel: string): Promise<void> {
  await inTurn(state, channel, async (tx) => {
    const now = state.now();
    const { windowSeconds } = await brakeSettings(tx, state, channel);
    const untilOf = (level: StoreLevel) =>
      new Date(now.getTime() + (wantsPush(level) ? confirmedForMs : windowSeconds * 1_000));
    const moving = await state.levels.moving(tx, channel, now);
    await state.book.apply(tx, channel, moving, asked(channel, 'release', now), (level) => {
      const move = moveOf(level, now);
      const held = level.mark !== null && level.mark.until > now ? level.mark.pushed : level.mirror.pushed;
      return move === null
        ? level
        : { ...level, mark: { shown: move.to, pushed: held + move.units, until: untilOf(level) } };
    });
    await changeHalts(tx, state, channel, (known) => withoutHalt(known, 'braked'));
  });
}

function movesOf(levels: readonly StoreLevel[], now: Date): LevelMove[] {
  return levels.flatMap((level) => moveOf(level, now) ?? []);
}
