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
  /** When each was last done, or tried. */
  lastRecordsAt: number;
  lastRowsAt: number;
  lastItemsAt: number;
  lastDirectAt: number;
  nextReadDueAt: number | null;
  /** Not before these: the last one failed. A failing catalogue must not slow down sales. */
  notBefore: Record<keyof Wanted, number>;
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
  const { wanted, lastRecordsAt, lastRowsAt, lastItemsAt } = state;
  const nextRecords = wanted.records ? now : lastRecordsAt + settings.pollIntervalMs;
  const nextItems = wanted.items ? now : lastItemsAt + settings.itemsIntervalMs;
  const nextRows = lastRowsAt + (wanted.rows ? settings.rowsSpacingMs : settings.pollIntervalMs);
  const direct =
    state.nextReadDueAt === null
      ? Number.POSITIVE_INFINITY
      : Math.max(state.nextReadDueAt, state.lastDirectAt + settings.directSpacingMs);
  const held = (time: number, kind: keyof Wanted) => Math.max(time, state.notBefore[kind], now + holdBackMs(kind));
  return {
    // A sale travels to the stores by this call alone, so only the vendor's limit may hold it back.
    records: held(nextRecords, 'records'),
    items: held(nextItems, 'items'),
    rows: held(nextRows, 'rows'),
    direct: held(direct, 'rows'),
  };
}
