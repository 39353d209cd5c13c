import { createHash } from 'node:crypto';
import type { TillStockObserved } from '@tillbridge/contracts';
import type { SightedRecord, SightedRow } from './state/sightings';
import { compareVersions, type SeenRow, type SeenSale } from './till-adapter';

/** A row with the moments of its read, on our clock. */
export interface ReadRow extends SeenRow {
  requestedAt: Date;
  answeredAt: Date;
}

export interface Place {
  externalId: string;
  location: string;
}

export const placeKey = ({ externalId, location }: Place): string => `${location}\n${externalId}`;

/**
 * What these sales change of the records we know. A record whose effect stays the same is no news; a line that a sale no
 * longer has, or that moved to another item or location, is taken back where it was.
 */
export function changedRecords(
  sales: readonly SeenSale[],
  known: readonly SightedRecord[],
  seenAt: Date,
): SightedRecord[] {
  const bySale = new Map<string, SightedRecord[]>();
  for (const record of known) bySale.set(record.saleId, [...(bySale.get(record.saleId) ?? []), record]);
  return newestOfEach(sales).flatMap((sale) => changesOfSale(sale, bySale.get(sale.saleId) ?? [], seenAt));
}

function newestOfEach(sales: readonly SeenSale[]): SeenSale[] {
  const newest = new Map<string, SeenSale>();
  for (const sale of sales) {
    const seen = newest.get(sale.saleId);
    if (!seen || compareVersions(sale.version, seen.version) >= 0) newest.set(sale.saleId, sale);
  }
  return [...newest.values()];
}

function changesOfSale(sale: SeenSale, known: readonly SightedRecord[], seenAt: Date): SightedRecord[] {
  if (known.some((record) => compareVersions(sale.version, record.version) < 0)) return [];
  const now = recordsOf(sale, known, seenAt);
  const before = new Map(known.map((record) => [record.recordId, record]));
  const standing = new Set(now.map((record) => record.recordId));
  const gone = known.filter((record) => {
    return record.effect !== 0 && !standing.has(record.recordId);
  });
  const takenBack = gone.map((record) => ({ ...record, effect: 0, version: sale.version, at: sale.at, seenAt }));
  const news = now.filter((record) => {
    return record.effect !== (before.get(record.recordId)?.effect ?? 0);
  });
  return [...takenBack, ...news];
}

function recordsOf(sale: SeenSale, known: readonly SightedRecord[], seenAt: Date): SightedRecord[] {
  const { location, saleId, version, at } = sale;
  if (location === null) return [];
  return sale.lines.map(({ lineId, reason = null, ...line }) => ({
    ...line,
    reason,
    recordId: recordIdOf(`${saleId}:${lineId}`, { ...line, location }, known),
    saleId,
    location,
    version,
    at,
    seenAt,
  }));
}

/** A line that moved to another place gets a record of its own there: the old one is taken back under its own id. */
function recordIdOf(base: string, place: Place, known: readonly SightedRecord[]): string {
  const [taken] = known.filter((record) => record.recordId === base);
  if (!taken || placeKey(taken) === placeKey(place)) return base;
  return `${base}:${createHash('sha256').update(placeKey(place)).digest('hex').slice(0, placeDigits)}`;
}

const placeDigits = 8;

/** One row per place: the newest version, else the later read. */
export function newestRows(rows: readonly ReadRow[]): ReadRow[] {
  const newest = new Map<string, ReadRow>();
  for (const row of rows) {
    const seen = newest.get(placeKey(row));
    if (!seen || !isOlder(row, seen)) newest.set(placeKey(row), row);
  }
  return [...newest.values()];
}

function isOlder(row: SeenRow, seen: SeenRow | SightedRow): boolean {
  if (row.version !== null && seen.version !== null) return compareVersions(row.version, seen.version) < 0;
  return row.stampMs !== null && seen.stampMs !== null && row.stampMs < seen.stampMs;
}

const isSame = (row: SeenRow, seen: SightedRow): boolean =>
  row.level === seen.level && row.stampMs === seen.stampMs && compareVersions(row.version, seen.version) === 0;

export interface RowNews {
  news: ReadRow[];
  /** Changed within one tick of the till's clock: another change may hide behind the same stamp. */
  ties: ReadRow[];
  /** Older than what we have seen: they prove nothing about their place. */
  stale: ReadRow[];
}

/**
 * Rows that say something: changed ones, ones asked for (an equal row is a confirmation) and ones last told without
 * their records. A row older than one we have seen is a stale replica's and says nothing.
 */
export function rowNews(
  rows: readonly ReadRow[],
  known: readonly SightedRow[],
  isAsked: (row: ReadRow) => boolean,
): RowNews {
  const seen = new Map(known.map((row) => [placeKey(row), row]));
  const newest = newestRows(rows);
  const stale = newest.filter((row) => {
    const old = seen.get(placeKey(row));
    return old !== undefined && isOlder(row, old);
  });
  const news = newest.filter((row) => {
    const old = seen.get(placeKey(row));
    if (!old) return true;
    return !stale.includes(row) && (!old.complete || isAsked(row) || !isSame(row, old));
  });
  const ties = news.filter((row) => {
    const old = seen.get(placeKey(row));
    return row.version === null && row.stampMs !== null && old?.stampMs === row.stampMs && old.level !== row.level;
  });
  return { news, ties, stale };
}

export interface Finding {
  till: string;
  rows: readonly ReadRow[];
  /** Changed records, and for places with a row also the recent ones: a row must not overtake its records. */
  records: readonly SightedRecord[];
  voided: readonly VoidedPost[];
  recordsComplete: boolean;
  recordsPolledAt: Date | null;
}

/** One line of a web order that was recorded at the till and voided there. */
export interface VoidedPost extends Place {
  postId: string;
}

/** What is voided of our own posts, line by line. */
export function voidedPosts(ours: readonly SeenSale[]): VoidedPost[] {
  return ours
    .filter((sale) => sale.voided)
    .flatMap(({ saleId, location, lines }) =>
      location === null ? [] : lines.map(({ externalId }) => ({ postId: saleId.toLowerCase(), externalId, location })),
    );
}

/** One fact per item and location. */
export function observationsOf(finding: Finding): TillStockObserved[] {
  const rows = new Map(finding.rows.map((row) => [placeKey(row), row]));
  const records = new Map<string, Map<string, SightedRecord>>();
  for (const record of finding.records) {
    const here = records.get(placeKey(record)) ?? new Map<string, SightedRecord>();
    records.set(placeKey(record), here.set(record.recordId, record));
  }
  const all: readonly Place[] = [...finding.records, ...finding.voided, ...finding.rows];
  const places = new Map(all.map((place) => [placeKey(place), place]));
  return [...places].map(([key, { externalId, location }]) => {
    const row = rows.get(key);
    return {
      till: finding.till,
      location,
      externalId,
      records: [...(records.get(key)?.values() ?? [])].map(recordFact),
      voidedPosts: [...new Set(finding.voided.filter((post) => placeKey(post) === key).map(({ postId }) => postId))],
      row: row ? rowFact(row) : null,
      recordsComplete: row !== undefined && finding.recordsComplete,
      recordsPolledAt: finding.recordsPolledAt?.toISOString() ?? null,
    };
  });
}

const recordFact = ({ recordId, kind, reason, effect, version, at, seenAt }: SightedRecord) => ({
  recordId,
  kind,
  reason,
  effect,
  version,
  at,
  seenAt: seenAt.toISOString(),
});

const rowFact = (row: ReadRow) => ({
  level: row.level,
  version: row.version,
  requestedAt: row.requestedAt.toISOString(),
  answeredAt: row.answeredAt.toISOString(),
});
