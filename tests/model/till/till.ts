import type { Shop } from './shop';
import {
  has,
  hasRecord,
  including,
  longAgo,
  replaced,
  tillUnits,
  type RowContent,
  type Sending,
  type TillState,
} from './state';

// What the till does by itself.

type Step = readonly [label: string, next: TillState];

export const currentRow = ({ rows }: TillState): RowContent => rows[rows.length - 1];

/** A new version of the row. `since` is when the till first showed anything of what it changes. */
function moveRow(state: TillState, change: Partial<RowContent>, since: number, { options, settleMs }: Shop): TillState {
  const { level, version, posts, happenings } = currentRow(state);
  const content = { level, posts, happenings, ...change, version: version + 1n };
  if (!options.lags) return { ...state, rows: [{ ...content, certainFrom: longAgo }] };
  return { ...state, rows: [...state.rows, { ...content, certainFrom: since + settleMs }] };
}

/** The rows that a read asked at `requestedAt` may show. */
export function mayShow({ rows }: TillState, requestedAt: number): readonly RowContent[] {
  const oldest = rows.findLastIndex(({ certainFrom }) => certainFrom <= requestedAt);
  return rows.slice(oldest).map(({ level, version, posts, happenings }) => ({ level, version, posts, happenings }));
}

/** No read will show rows before the oldest that one asked now may show. */
export function withoutOldRows(state: TillState): TillState {
  const oldest = state.rows.findLastIndex(({ certainFrom }) => certainFrom <= (state.askedAt ?? state.now));
  const [first, ...others] = state.rows.slice(oldest);
  return { ...state, rows: [{ ...first, certainFrom: longAgo }, ...others] };
}

/** Requests arrive and are recorded; each gives one answer, which the gateway may never get. */
export function* recordings(state: TillState, shop: Shop): Iterable<Step> {
  for (const [index, sending] of state.sendings.entries()) {
    if (sending.travelling === 0) continue;
    yield [`the till records ${sending.postId}`, record(state, index, shop)];
    if (shop.options.loses) {
      const sendings = replaced(state.sendings, index, { travelling: sending.travelling - 1 });
      yield [`~the request with ${sending.postId} is lost`, { ...state, sendings }];
    }
  }
}

function record(state: TillState, index: number, shop: Shop): TillState {
  const { travelling, recorded, units, answeredAt } = state.sendings[index];
  const isKnown = recorded > 0 && shop.rules.hasOneIdForAllAttempts;
  const change: Partial<Sending> = { travelling: travelling - 1, isAnswerOnItsWay: answeredAt === null };
  if (isKnown) return { ...state, sendings: replaced(state.sendings, index, change) };
  const row = currentRow(state);
  const moved = { level: row.level + units, posts: including(row.posts, index) };
  const sendings = replaced(state.sendings, index, { ...change, recorded: recorded + 1 });
  return moveRow({ ...state, sendings }, moved, state.now, shop);
}

/** Units come and go. The record of one and its row appear in either order; what has no record moves the row alone. */
export function* happenings(state: TillState, shop: Shop): Iterable<Step> {
  for (const [index, each] of state.happenings.entries()) {
    const { kind, hasHappened, isInRow, record: shown } = each;
    const isLogged = hasRecord(each);
    const label = happeningLabels[kind];
    if (!hasHappened && (!isLogged || shop.options.records === 'atomic'))
      yield [`~${label}`, moveRowFor(happen(state, index, isLogged), index, shop)];
    else if (!hasHappened) yield [`~${label}`, happen(state, index, false)];
    else {
      if (!isInRow) yield [`the row moves: ${label}`, moveRowFor(state, index, shop)];
      if (isLogged && shown === 'none') yield [`the record is shown: ${label}`, happen(state, index, true)];
    }
  }
  if (state.bumpsLeft === 0) return;
  yield ['~the row gets a new version', moveRow({ ...state, bumpsLeft: state.bumpsLeft - 1 }, {}, state.now, shop)];
}

function happen(state: TillState, index: number, isShown: boolean): TillState {
  const record = isShown ? ({ record: 'shown', shownAt: state.now } as const) : {};
  return { ...state, happenings: replaced(state.happenings, index, { hasHappened: true, ...record }) };
}

function moveRowFor(state: TillState, index: number, shop: Shop): TillState {
  const { kind, shownAt } = state.happenings[index];
  const { level, happenings: sum } = currentRow(state);
  const moved = { level: level + tillUnits[kind], happenings: including(sum, index) };
  const after = { ...state, happenings: replaced(state.happenings, index, { isInRow: true }) };
  return moveRow(after, moved, shownAt ?? state.now, shop);
}

const happeningLabels = {
  sale: 'the till sells one',
  return: 'the till takes one back',
  delivery: 'one is delivered',
  loss: 'one vanishes',
} as const;

/** Time passes, but not beyond what the till promises: what it has shown of a sale is in its row within the settle time. */
export function* time(state: TillState, { settleMs }: Shop, stepMs: number): Iterable<Step> {
  const now = state.now + stepMs;
  const isDue = state.happenings.some(
    ({ isInRow, shownAt }) => !isInRow && shownAt !== null && shownAt + settleMs <= now,
  );
  if (!isDue) yield ['time passes', { ...state, now }];
}

/** Units that lie there and are promised to nobody. */
export function trulyFree({ happenings: all, orders }: TillState, { level }: Shop['options']): number {
  const moved = all.reduce((total, { kind, hasHappened }) => (hasHappened ? total + tillUnits[kind] : total), 0);
  return level + moved - promised(orders);
}

/** As much of that as rows taken in and records seen tell: nobody could know more. */
export function knowablyFree({ happenings: all, orders, taken }: TillState, { level }: Shop['options']): number {
  const isKnown = (index: number) => all[index].record === 'seen' || has(taken.happenings, index);
  const moved = all.reduce((total, { kind }, index) => (isKnown(index) ? total + tillUnits[kind] : total), 0);
  return level + moved - promised(orders);
}

const promised = (orders: TillState['orders']): number =>
  orders.reduce((total, { wanted }) => total + (wanted ?? 0), 0);
