import type { TillReaderSettings } from './settings';
import type { CallKind } from './till-adapter';

export interface Wanted {
  records: boolean;
  rows: boolean;
  items: boolean;
}

/** What a reader knows when it decides what to do next. All times in ms. */
export interface ReaderState {
  wanted: Wanted;
  lastFullAt: number;
  lastRowsAt: number;
  lastItemsAt: number;
  lastDirectAt: number;
  nextReadDueAt: number | null;
  /** Nothing before this: the last step failed. */
  notBefore: number;
}

export interface ReaderPlan {
  records: boolean;
  items: boolean;
  rows: boolean;
  direct: boolean;
}

/** What is due now; or, when nothing is, how long to wait. */
export function planStep(
  state: ReaderState,
  now: number,
  settings: TillReaderSettings,
  holdBackMs: (kind: CallKind) => number,
): ReaderPlan | { waitMs: number } {
  const at = dueTimes(state, now, settings, holdBackMs);
  const isDue = (time: number) => time <= now;
  const plan = { records: isDue(at.records), items: isDue(at.items), rows: isDue(at.rows), direct: isDue(at.direct) };
  if (plan.records || plan.items || plan.rows || plan.direct) return plan;
  return { waitMs: Math.min(at.records, at.items, at.rows, at.direct) - now };
}

function dueTimes(
  state: ReaderState,
  now: number,
  settings: TillReaderSettings,
  holdBackMs: (kind: CallKind) => number,
): Record<keyof ReaderPlan, number> {
  const { wanted } = state;
  const nextFull = state.lastFullAt + settings.pollIntervalMs;
  const nextItems = wanted.items ? now : state.lastItemsAt + settings.itemsIntervalMs;
  const rows = wanted.rows ? state.lastRowsAt + settings.rowsSpacingMs : Math.max(nextFull, state.lastRowsAt);
  const direct =
    state.nextReadDueAt === null
      ? Number.POSITIVE_INFINITY
      : Math.max(state.nextReadDueAt, state.lastDirectAt + settings.directSpacingMs);
  const held = (time: number, kind: CallKind) => Math.max(time, state.notBefore, now + holdBackMs(kind));
  return {
    // A sale travels to the stores by this call alone, so only the vendor's limit may hold it back.
    records: held(wanted.records ? now : nextFull, 'records'),
    items: held(nextItems, 'items'),
    rows: held(rows, 'rows'),
    direct: held(direct, 'rows'),
  };
}
