import type { TillRecord } from '@tillbridge/contracts';
import type { Tx } from '@tillbridge/persistence';
import type { Place } from '../findings';

/** A record as it was told last. */
export interface SightedRecord extends Place {
  recordId: string;
  saleId: string;
  kind: TillRecord['kind'];
  /** Why, as the till says it. */
  reason: string | null;
  effect: number;
  version: string | null;
  /** ISO instant at the till. */
  at: string;
  seenAt: Date;
}

/** A row as it was told last. */
export interface SightedRow extends Place {
  level: number;
  version: string | null;
  stampMs: number | null;
  /** false when it was told without the records behind it. */
  complete: boolean;
  seenAt: Date;
}

/** What we have told of a till, so that the same thing seen again is no news. */
export interface TillSightings {
  recordsOfSales(tx: Tx, till: string, saleIds: readonly string[]): Promise<SightedRecord[]>;
  /** Records of these places seen at `since` or later. */
  recentRecords(tx: Tx, till: string, places: readonly Place[], since: Date): Promise<SightedRecord[]>;
  saveRecords(tx: Tx, till: string, records: readonly SightedRecord[]): Promise<void>;
  rowsOf(tx: Tx, till: string, externalIds: readonly string[]): Promise<SightedRow[]>;
  saveRows(tx: Tx, till: string, rows: readonly SightedRow[]): Promise<void>;
  /** Every item that was listed. */
  items(tx: Tx, till: string): Promise<Set<string>>;
  saveItems(tx: Tx, till: string, externalIds: readonly string[]): Promise<void>;
  /** Forgets records seen before `before`; returns how many. A void that comes later than that is told without them. */
  pruneRecords(tx: Tx, till: string, before: Date): Promise<number>;
}
