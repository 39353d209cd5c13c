import type { TillFinding, TillReading } from '@tillbridge/level-mirror';
import { itemOf, withItem } from './item';
import type { Shop } from './shop';
import { has, including, tillUnits, type FoundRow, type RowContent, type Taken, type TillState } from './state';
import { mayShow } from './till';

// Reading the till. The rules of when and with what are in TillCycle and observeTill, which are not pure: a row is told with
// the records of a poll that started after its answer, and a record counts once. What follows from it is the product's own.

type Step = readonly [label: string, next: TillState];

export function* reads(state: TillState, shop: Shop): Iterable<Step> {
  const { options, rules } = shop;
  if (state.askedAt !== null) yield* rowsRead({ ...state, askedAt: null }, state.askedAt, shop);
  else if (state.found.length < options.foundMax && rules.mayRead(state) && isInTurn(state, options.hasVersions)) {
    if (options.isSlow) yield ['the row is asked for', { ...state, askedAt: state.now }];
    else yield* rowsRead(state, state.now, shop);
  }
  for (const index of state.found.keys()) {
    const found = state.found.filter((_, at) => at !== index);
    const { row } = state.found[index];
    yield [
      `a row with ${row.level} (version ${row.version}) is taken in`,
      takeInRow({ ...state, found }, state.found[index], shop),
    ];
  }
}

/** Where nothing but time says which of two rows is older, reads follow each other, each later than the one before. */
function isInTurn({ mirror, now, found }: TillState, hasVersions: boolean): boolean {
  return hasVersions || (found.length === 0 && (mirror.row === null || mirror.row.requestedAt < now));
}

function* rowsRead(state: TillState, requestedAt: number, shop: Shop): Iterable<Step> {
  for (const row of mayShow(state, requestedAt)) {
    const label = `the row is read: ${row.level} (version ${row.version})`;
    const read = (records: number | null) => {
      const found = { row, requestedAt, answeredAt: state.now, records };
      return { ...state, found: [...state.found, found] };
    };
    yield [label, read(shop.rules.pollsRecordsAfterRow ? shownRecords(state) : 0)];
    if (state.failedPollsLeft > 0)
      yield [`~${label}, but not its records`, { ...read(null), failedPollsLeft: state.failedPollsLeft - 1 }];
  }
}

const shownRecords = ({ happenings }: TillState): number =>
  happenings.reduce((set, { record }, index) => (record === 'none' ? set : including(set, index)), 0);

/** Records travel faster than rows: a poll tells them at once. */
export function* recordPolls(state: TillState, shop: Shop): Iterable<Step> {
  if (!state.happenings.some(({ record }) => record === 'shown')) return;
  const records = shownRecords(state);
  const finding = { recordChanges: changes(state, records), reading: null, recordsComplete: true, seenAt: state.now };
  yield ['a poll finds new records', takeIn(seen(state, records), finding, shop)];
}

function takeInRow(state: TillState, { row, requestedAt, answeredAt, records }: FoundRow, shop: Shop): TillState {
  const version = shop.options.hasVersions ? row.version : null;
  const reading: TillReading = { level: row.level, version, requestedAt, answeredAt };
  const finding: TillFinding = {
    recordChanges: changes(state, records ?? 0),
    reading,
    recordsComplete: records !== null,
    seenAt: answeredAt,
  };
  const next = takeIn(seen(state, records ?? 0), finding, shop);
  return isApplied(next, reading) ? { ...next, taken: takenFrom(state, row, answeredAt) } : next;
}

function isApplied({ mirror: { row } }: TillState, { version, requestedAt }: TillReading): boolean {
  return row !== null && row.requestedAt === requestedAt && row.version === version;
}

function takenFrom(state: TillState, { posts, version, happenings }: RowContent, answeredAt: number): Taken {
  const { taken, mirror } = state;
  // The same row once more holds nothing that it did not hold before.
  const sent = mirror.row?.version === version ? taken.sent : sentBefore(state, answeredAt);
  return { posts, sent, happenings: taken.happenings | happenings };
}

function sentBefore({ orders, sendings }: TillState, answeredAt: number): number {
  const early = orders
    .flatMap(({ posts }) => posts)
    .filter(({ firstSentAt }) => firstSentAt !== null && firstSentAt <= answeredAt);
  return sendings.reduce(
    (set, { postId }, index) => (early.some((post) => post.postId === postId) ? including(set, index) : set),
    0,
  );
}

function takeIn(state: TillState, finding: TillFinding, shop: Shop): TillState {
  return withItem(state, shop.rules.takeIn(itemOf(state, shop), finding, shop.layout.policy));
}

/** What the core has not seen yet of these records, as observeTill tells it. */
function changes({ happenings }: TillState, records: number): readonly number[] {
  return happenings.flatMap(({ kind, record }, index) =>
    has(records, index) && record !== 'seen' ? [tillUnits[kind]] : [],
  );
}

function seen(state: TillState, records: number): TillState {
  const happenings = state.happenings.map((each, index) =>
    has(records, index) ? { ...each, record: 'seen' as const } : each,
  );
  return { ...state, happenings };
}
