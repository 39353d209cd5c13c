import type { TillMirror } from '@tillbridge/level-mirror';
import type { PlacedPost } from '@tillbridge/stock-domain';
import type { Shop } from './shop';

/** A web order, and what was or is to be recorded of it at the till. */
export interface WebOrder {
  /** Units that its buyer still wants; null: it is still to come. */
  readonly wanted: number | null;
  readonly posts: readonly PlacedPost[];
}

/** What becomes of a granted post between the gateway and the till. */
export interface Sending {
  readonly postId: string;
  /** By which it moves the level. */
  readonly units: number;
  /** Requests on their way; of a repeated one the till may get both. */
  readonly travelling: number;
  /** How often the till has recorded it. */
  readonly recorded: number;
  readonly isAnswerOnItsWay: boolean;
  /** A look-up has not found it, and it has not been sent again since. */
  readonly isAbsent: boolean;
  /** Sent again while the till may still refuse it; else nobody asks. */
  readonly isRepeated: boolean;
  /** Refused, but an earlier request may still arrive; then refused for good, as the core was told. */
  readonly refusal: 'none' | 'early' | 'told';
  /** When the gateway learned that the till has it; null while it does not know. */
  readonly answeredAt: number | null;
  readonly isCoreTold: boolean;
}

export type HappeningKind = 'sale' | 'return' | 'delivery' | 'loss';

/** One unit that comes or goes at the shelf by no doing of ours. Sales and returns have a record, the others do not. */
export interface Happening {
  readonly kind: HappeningKind;
  readonly hasHappened: boolean;
  readonly isInRow: boolean;
  readonly record: 'none' | 'shown' | 'seen';
  /** Since when the till shows its record; null without one. */
  readonly shownAt: number | null;
}

/** What a row holds: its level, and of which posts and happenings that is the sum (sets of positions, as bits). */
export interface RowContent {
  readonly level: number;
  readonly version: bigint;
  readonly posts: number;
  readonly happenings: number;
}

/** A row as some replica of the till may still show it; from `certainFrom` on none shows an older one. */
export interface ShownRow extends RowContent {
  readonly certainFrom: number;
}

/** A row that was read, with the records of the poll after it, on its way to the core. */
export interface FoundRow {
  readonly row: RowContent;
  readonly requestedAt: number;
  readonly answeredAt: number;
  /** Happenings whose records the poll showed, as bits; null when the poll failed. */
  readonly records: number | null;
}

/** What only the observer knows of the rows taken in; sets of positions, as bits. */
export interface Taken {
  /** What the last one holds. */
  readonly posts: number;
  /** What had been sent when it was answered: all that it can hold. */
  readonly sent: number;
  /** What any of them held. */
  readonly happenings: number;
}

export interface TillState {
  readonly now: number;
  readonly mirror: TillMirror;
  readonly orders: readonly WebOrder[];
  readonly sendings: readonly Sending[];
  readonly happenings: readonly Happening[];
  /** Oldest first; the last one is the truth. */
  readonly rows: readonly ShownRow[];
  /** When a read that has no answer yet was asked; null for none. */
  readonly askedAt: number | null;
  readonly found: readonly FoundRow[];
  readonly bumpsLeft: number;
  readonly cancelsLeft: number;
  readonly takenBackLeft: number;
  readonly failedPollsLeft: number;
  readonly refusalsLeft: number;
  readonly taken: Taken;
  /** Something that was wrong with the step that led here. */
  readonly mistake: string | null;
}

export const tillUnits: Readonly<Record<HappeningKind, -1 | 1>> = { sale: -1, return: 1, delivery: 1, loss: -1 };
export const hasRecord = ({ kind }: Happening): boolean => kind === 'sale' || kind === 'return';

export const has = (set: number, position: number): boolean => ((set >> position) & 1) === 1;
export const including = (set: number, position: number): number => set | (1 << position);

export function replaced<T>(list: readonly T[], position: number, change: Partial<T>): readonly T[] {
  return list.map((each, index) => (index === position ? { ...each, ...change } : each));
}

/** So long ago that no settle time can still be running since. */
export const longAgo = 0;

/** The level has been read once, long ago, and everything else is still to come. */
export function firstState({ options, settleMs, opened }: Shop): TillState {
  return {
    now: settleMs,
    mirror: opened.levels[0].mirror,
    orders: Array.from({ length: options.orders }, () => ({ wanted: null, posts: [] })),
    sendings: [],
    happenings: options.happenings.map((kind) => ({
      kind,
      hasHappened: false,
      isInRow: false,
      record: 'none',
      shownAt: null,
    })),
    rows: [{ level: options.level, version: 1n, posts: 0, happenings: 0, certainFrom: longAgo }],
    askedAt: null,
    found: [],
    bumpsLeft: options.bumps,
    cancelsLeft: options.cancels,
    takenBackLeft: options.takenBack,
    failedPollsLeft: options.failedPolls,
    refusalsLeft: options.refusals,
    taken: { posts: 0, sent: 0, happenings: 0 },
    mistake: null,
  };
}
