/** What the core expects of one level of one store. Quantities are whole units. */
export interface ExpectedAtStore {
  channel: string;
  itemId: string;
  externalId: string | null;
  storeLocation: string;
  lowerTo: number;
  raiseTo: number;
  version: number;
}

/** What the store's gateway sees there and is doing about it. */
export interface ObservedAtStore {
  channel: string;
  itemId: string | null;
  externalId: string;
  storeLocation: string;
  /** null until it has been read once. */
  observed: number | null;
  desiredVersion: number | null;
  pushedVersion: number | null;
  inFlight: boolean;
  /** Why the store refuses what should be pushed; null when it does not. */
  refusal: string | null;
  /** What holds the channel back, by name; empty: nothing does. */
  halts: readonly string[];
}

/** What the core expects the till to show at one location. */
export interface ExpectedAtTill {
  itemId: string;
  location: string;
  tillExternalId: string | null;
  tillLevelExpected: { lo: number; hi: number };
  /** Units known to be missing that no record explains yet: counted as gone, so no surprise. */
  pending: number;
  /** The till's row as the core last took it in. */
  till: { level: number; version: string | null } | null;
}

export interface ObservedAtTill {
  channel: string;
  location: string;
  externalId: string;
  level: number;
  version: string | null;
}

export type Verdict = 'agree' | 'lag' | 'drift';

/** One level compared. Where it agrees, `expected` equals `observed`. */
export interface Comparison {
  channel: string;
  place: string;
  itemId: string | null;
  externalId: string;
  verdict: Verdict;
  expected: number;
  observed: number;
  reason: string;
}

export interface Compared {
  comparisons: Comparison[];
  /** Rows that no item is linked to: nothing to compare them with. */
  unlinked: number;
}

/** Pure: what the core expects, what a store's gateway sees and what is on its way explain each other, or they don't. */
export function compareStores(expected: readonly ExpectedAtStore[], observed: readonly ObservedAtStore[]): Compared {
  const seen = new Map(observed.map((row) => [keyOf(row.channel, row.externalId, row.storeLocation), row]));
  const linked = expected.filter(isLinked);
  const known = new Set(linked.map((level) => keyOf(level.channel, level.externalId, level.storeLocation)));
  return {
    comparisons: linked.map((level) =>
      compareStore(level, seen.get(keyOf(level.channel, level.externalId, level.storeLocation))),
    ),
    unlinked: [...seen.keys()].filter((key) => !known.has(key)).length,
  };
}

/** Pure: as {@link compareStores}, for the till. */
export function compareTill(expected: readonly ExpectedAtTill[], observed: readonly ObservedAtTill[]): Compared {
  const levels = new Map(expected.map((level) => [keyOf(level.tillExternalId ?? '', level.location), level]));
  const comparisons = observed.flatMap((row) => {
    const level = levels.get(keyOf(row.externalId, row.location));
    return level ? [compareTillRow(level, row)] : [];
  });
  return { comparisons, unlinked: observed.length - comparisons.length };
}

function compareStore(level: ExpectedAtStore & { externalId: string }, row: ObservedAtStore | undefined): Comparison {
  const { channel, storeLocation: place, itemId, externalId, lowerTo, raiseTo } = level;
  const observed = row?.observed ?? 0;
  // A store may show anything between the two: it is lowered only to the one and raised only to the other.
  const expected = Math.min(Math.max(observed, raiseTo), lowerTo);
  const judge = (verdict: Verdict, reason: string): Comparison => {
    return { channel, place, itemId, externalId, verdict, expected, observed, reason };
  };
  if (!row) return judge('lag', 'the gateway does not know this level yet');
  // Older: the fact is under way. Newer: it arrived after the core had been asked.
  if (row.desiredVersion !== level.version) return judge('lag', 'core and gateway were seen at different versions');
  // What is wanted waits for a person, and people were told: nothing has drifted that a read would mend.
  if (row.halts.length > 0 && observed !== expected) return judge('lag', `${channel} is ${row.halts.join(' and ')}`);
  if (row.refusal !== null && observed !== expected) return judge('drift', `the store refuses: ${row.refusal}`);
  if (row.inFlight) return judge('lag', 'a push is in flight');
  if ((row.pushedVersion ?? -1) < row.desiredVersion) return judge('lag', 'the newest availability waits to be pushed');
  if (row.observed === null) return judge('lag', 'the level has not been read yet');
  if (observed === expected) return judge('agree', 'as published');
  return judge('drift', 'no message in flight explains what the store shows');
}

function compareTillRow(level: ExpectedAtTill, row: ObservedAtTill): Comparison {
  const { lo, hi } = level.tillLevelExpected;
  const least = lo - level.pending;
  const expected = Math.min(Math.max(row.level, least), hi);
  const judge = (verdict: Verdict, reason: string): Comparison => {
    const { channel, location: place, externalId } = row;
    return { channel, place, itemId: level.itemId, externalId, verdict, expected, observed: row.level, reason };
  };
  if (level.till === null) return judge('lag', 'the core has not taken in a first row');
  if (isNewer(row, level.till)) return judge('lag', 'the row is on its way to the core');
  if (row.level === expected)
    return judge('agree', level.pending > 0 ? 'the missing units are counted as gone' : 'as expected');
  return judge('drift', 'no fact the core knows explains what the till shows');
}

/** A till without versions can only be newer by being different. */
function isNewer(row: ObservedAtTill, taken: { level: number; version: string | null }): boolean {
  if (row.version === null || taken.version === null) return row.level !== taken.level;
  return BigInt(row.version) > BigInt(taken.version);
}

/**
 * Pure: what still differs in a second look a while later. Lag that has become drift gets its own second look in the next
 * run; only what was drift both times counts.
 */
export function confirmedDrift(first: readonly Comparison[], second: readonly Comparison[]): Comparison[] {
  const drifted = new Set(first.filter(isDrift).map(placeOf));
  return second.filter((comparison) => isDrift(comparison) && drifted.has(placeOf(comparison)));
}

const isDrift = ({ verdict }: Comparison) => verdict === 'drift';
const placeOf = ({ channel, externalId, place }: Comparison) => keyOf(channel, externalId, place);
const keyOf = (...parts: string[]) => parts.join('\n');

function isLinked(level: ExpectedAtStore): level is ExpectedAtStore & { externalId: string } {
  return level.externalId !== null;
}
