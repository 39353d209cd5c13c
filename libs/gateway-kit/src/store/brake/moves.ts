import { shownAtStore } from '@tillbridge/level-mirror';
import { nextPush, wantsLowering, type StoreLevel } from '../book/store-level';

/** How far our pushes move one level: what was pushed since its mark, and what is wanted or under way. Whole units. */
export interface LevelMove {
  readonly level: StoreLevel;
  /** What it showed at its mark. */
  readonly from: number;
  /** What it will show. */
  readonly to: number;
  /** What our pushes give it, or take (negative): what its own orders take is no move of ours. */
  readonly units: number;
}

/** null of a level that never showed what was wanted: its first number is what connecting it is for. */
export function moveOf(level: StoreLevel, now: Date): LevelMove | null {
  const { mirror, mark, told } = level;
  const shown = shownAtStore(mirror);
  if (told === null || shown === null) return null;
  const next = nextPush(level);
  const planned = next.push ? next : mirror.open;
  const units = planned ? planned.to - planned.from : 0;
  const held = mark !== null && mark.until > now ? mark : { shown, pushed: mirror.pushed };
  return { level, from: held.shown, to: planned?.to ?? shown, units: mirror.pushed + units - held.pushed };
}

/**
 * What may leave while the channel is braked: a lowering by no more than half. It is what an ordinary sale elsewhere makes,
 * and holding it back would sell units twice; what looks like a mistake, and every raise, waits for a person.
 */
export function mayPassBrake(level: StoreLevel, now: Date): boolean {
  const move = moveOf(level, now);
  return move !== null && wantsLowering(level) && !isFar(move);
}

/** More than half of what it showed, or will: a sale takes a unit or two, a count that went wrong takes nearly all. */
export function isFar({ from, units }: LevelMove): boolean {
  return Math.abs(units) * 2 > Math.max(from, from + units, 0);
}

export function isZeroed(move: LevelMove): boolean {
  return move.from > 0 && move.to <= 0 && move.units < 0 && isFar(move);
}
