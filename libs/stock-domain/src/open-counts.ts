import type { CountMark, ItemState, LevelState, Millis } from './item-state';

/**
 * Counts of a whole shop take an evening, or go on the next morning. One that is open for a day was forgotten, and nothing of
 * what it counts is recorded at the till meanwhile.
 */
const openMsMax = 24 * 3_600_000;

export interface OpenCount {
  readonly location: string;
  readonly countId: string;
  readonly openedAt: Millis;
}

/** Counts of this item that are open for so long that people have to hear of it. */
export function forgottenCounts(item: ItemState, now: Millis): readonly OpenCount[] {
  return openCounts(item).filter((count) => forgottenAt(count) <= now);
}

/** When each count that is open will be taken for forgotten. */
export const countMoments = (item: ItemState): readonly Millis[] => openCounts(item).map(forgottenAt);

const forgottenAt = ({ openedAt }: OpenCount): Millis => openedAt + openMsMax;

function openCounts({ levels }: ItemState): readonly OpenCount[] {
  const isOpen = ({ state }: CountMark) => state === 'open';
  return levels.flatMap(({ location, counts }: LevelState) =>
    counts.filter(isOpen).map(({ countId, openedAt }) => ({ location, countId, openedAt })),
  );
}
