import { isFar, isZeroed, type LevelMove } from './moves';

/** When a channel stops by itself. Shares are of the levels that ever showed what was wanted, 0 to 1. */
export interface BrakeSettings {
  /** At most this share may be taken to nothing within a window. */
  readonly zeroShare: number;
  /** At most this share may be moved by more than half within a window. */
  readonly moveShare: number;
  /** Fewer levels than this never stop a channel, whatever share they are. */
  readonly itemsMin: number;
  /** How long what was moved counts. */
  readonly windowSeconds: number;
}

export const brakeDefaults: BrakeSettings = { zeroShare: 0.3, moveShare: 0.5, itemsMin: 25, windowSeconds: 300 };

export interface BrakeCounts {
  /** Levels that ever showed what was wanted. */
  readonly settled: number;
  readonly zeroed: number;
  readonly moved: number;
}

export function countMoves(moves: readonly LevelMove[], settled: number): BrakeCounts {
  const far = moves.filter(isFar);
  return { settled, moved: far.length, zeroed: far.filter(isZeroed).length };
}

/** Pure. Why the channel has to stop, in one sentence for people; null: it may go on. */
export function reasonToBrake({ settled, zeroed, moved }: BrakeCounts, settings: BrakeSettings): string | null {
  const { zeroShare, moveShare, itemsMin, windowSeconds } = settings;
  const within = `within ${windowSeconds} seconds`;
  if (isTooMany(zeroed, settled * zeroShare, itemsMin))
    return `${zeroed} of ${settled} levels would be taken to nothing ${within}, more than ${percent(zeroShare)}`;
  if (isTooMany(moved, settled * moveShare, itemsMin))
    return `${moved} of ${settled} levels would be moved by more than half ${within}, more than ${percent(moveShare)}`;
  return null;
}

/** With fewer moves than this nothing can be too many: they need not be looked at one by one. */
export function movesToCount(settled: number, { zeroShare, moveShare, itemsMin }: BrakeSettings): number {
  return Math.max(itemsMin, Math.floor(settled * Math.min(zeroShare, moveShare)) + 1);
}

const isTooMany = (count: number, allowed: number, itemsMin: number): boolean => count >= itemsMin && count > allowed;

const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`;
