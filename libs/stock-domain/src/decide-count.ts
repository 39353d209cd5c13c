import { unsentAt } from './adjustments';
import { linesAside, questionOf } from './counted-lines';
import { levelAt, withLevel } from './level';
import { upsert, type CountMark, type ItemState, type Millis, type SetAside } from './item-state';
import type { Policy } from './policy';

/** What the till says of a count of this item at one location. */
export interface CountNews {
  readonly countId: string;
  /** `unclear`: it is over, and the till does not say whether it has set the levels. */
  readonly state: 'open' | 'closed' | 'unclear' | 'cancelled';
  readonly openedAt: Millis;
  /** null while it is open. */
  readonly closedAt: Millis | null;
  readonly seenAt: Millis;
}

/** Counts that are over and remembered, so that older news of them changes nothing. */
const overMax = 12;

/**
 * Takes in that a count was opened, completed or given up. While it is open nothing new is recorded at the till here; what
 * it made of web orders is settled by `settleCounts`.
 */
export function decideCount(item: ItemState, location: string, news: CountNews, policy: Policy): ItemState {
  const level = levelAt(item, location);
  const known = level.counts.find(({ countId }) => countId === news.countId);
  if (known?.state === 'over' || known?.state === 'closed') return item;
  if (known !== undefined && news.state === 'open') return item;
  const mark = markOf(item, location, news, known, policy);
  const counts = upsert(level.counts.map(overtakenBy(mark)), ({ countId }) => countId === mark.countId, mark);
  return withLevel(item, { ...level, counts: withoutOldest(counts) });
}

function markOf(
  item: ItemState,
  location: string,
  news: CountNews,
  known: CountMark | undefined,
  { stocktakes }: Policy,
): CountMark {
  const { countId, closedAt, seenAt } = news;
  const openedAt = Math.min(news.openedAt, known?.openedAt ?? news.openedAt);
  const mark = { countId, openedAt, closedAt, seenAt, lines: [], adjustments: [], setAside: null, question: null };
  if (news.state === 'open')
    return { ...mark, state: 'open', closedAt: null, seenAt: null, lines: linesAside(item, location, openedAt) };
  if (news.state === 'cancelled' || closedAt === null || isOvertaken(item, location, closedAt)) return endedCount(mark);
  const times = { openedAt, closedAt };
  const lines = linesAside(item, location, closedAt, known?.lines);
  const question =
    news.state === 'unclear'
      ? 'the till does not say whether the count has set the levels'
      : questionOf(item, location, { lines, begun: known?.lines ?? null }, times, stocktakes[location]);
  // With nothing set aside it makes no difference what the policy says.
  const setAside = question === null ? (stocktakes[location] ?? 'counted') : null;
  const adjustments = unsentAt(item, location).map(({ id }) => id);
  return { ...mark, state: 'closed', lines, adjustments, question, setAside };
}

/** A later count has set the level anew. */
function isOvertaken(item: ItemState, location: string, closedAt: Millis): boolean {
  const { counts, countedAt } = levelAt(item, location);
  const later = counts.filter(({ state }) => state === 'closed').map((other) => other.closedAt ?? 0);
  return closedAt <= Math.max(countedAt ?? 0, ...later);
}

export const endedCount = (mark: Omit<CountMark, 'state'>): CountMark => ({
  ...mark,
  state: 'over',
  lines: [],
  adjustments: [],
  question: null,
});

const overtakenBy =
  (mark: CountMark) =>
  (other: CountMark): CountMark =>
    mark.state === 'closed' && other.state === 'closed' ? endedCount(other) : other;

function withoutOldest(counts: readonly CountMark[]): readonly CountMark[] {
  const ended = counts.filter(({ state }) => state === 'over');
  const dropped = ended.slice(0, Math.max(0, ended.length - overMax));
  return counts.filter((count) => !dropped.includes(count));
}

/** What a person can say of a completed count. `untouched`: it has not set the level at all. */
export type CountAnswer = SetAside | 'untouched';

/** A person was asked and has not said yet; the question stays with what was said until the count is settled. */
const isUnanswered = ({ question, setAside }: CountMark): boolean => question !== null && setAside === null;

/** Whether a person has to say what this count made of the item. */
export function isAskedAbout(item: ItemState, location: string, countId: string): boolean {
  return levelAt(item, location).counts.some((count) => count.countId === countId && isUnanswered(count));
}

/**
 * A person says what a completed count made of the units that were set aside. The first word stands; repeated or too late it
 * changes nothing.
 */
export function answerCount(item: ItemState, location: string, countId: string, answer: CountAnswer): ItemState {
  const level = levelAt(item, location);
  const asked = level.counts.find((count) => count.countId === countId && isUnanswered(count));
  if (asked === undefined) return item;
  const answered = answer === 'untouched' ? endedCount(asked) : { ...asked, setAside: answer };
  return withLevel(item, { ...level, counts: upsert(level.counts, (count) => count === asked, answered) });
}
