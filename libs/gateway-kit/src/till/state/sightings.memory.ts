import { MemoryTable, type Tx } from '@tillbridge/persistence';
import { placeKey, type Place } from '../findings';
import type { SightedRecord, SightedRow, TillSightings } from './sightings';

type Of<Row> = Row & { till: string };

export class MemoryTillSightings implements TillSightings {
  private readonly records = new MemoryTable<Of<SightedRecord>>((row) => JSON.stringify([row.till, row.recordId]));
  private readonly rows = new MemoryTable<Of<SightedRow>>((row) => JSON.stringify([row.till, placeKey(row)]));
  private readonly listed = new MemoryTable<Of<{ externalId: string }>>((row) =>
    JSON.stringify([row.till, row.externalId]),
  );

  async recordsOfSales(tx: Tx, till: string, saleIds: readonly string[]): Promise<SightedRecord[]> {
    return this.recordsWhere(tx, till, (record) => saleIds.includes(record.saleId));
  }

  async recentRecords(tx: Tx, till: string, places: readonly Place[], since: Date): Promise<SightedRecord[]> {
    const wanted = new Set(places.map(placeKey));
    return this.recordsWhere(tx, till, (record) => wanted.has(placeKey(record)) && record.seenAt >= since);
  }

  async saveRecords(tx: Tx, till: string, records: readonly SightedRecord[]): Promise<void> {
    for (const record of records) this.records.put(tx, { ...record, till });
  }

  async rowsOf(tx: Tx, till: string, externalIds: readonly string[]): Promise<SightedRow[]> {
    const rows = this.rows.all(tx).filter((row) => row.till === till && externalIds.includes(row.externalId));
    return rows.map(({ till: _till, ...row }) => row);
  }

  async saveRows(tx: Tx, till: string, rows: readonly SightedRow[]): Promise<void> {
    for (const row of rows) this.rows.put(tx, { ...row, till });
  }

  async items(tx: Tx, till: string): Promise<Set<string>> {
    const rows = this.listed.all(tx).filter((row) => row.till === till);
    return new Set(rows.map((row) => row.externalId));
  }

  async saveItems(tx: Tx, till: string, externalIds: readonly string[]): Promise<void> {
    for (const externalId of externalIds) this.listed.put(tx, { till, externalId });
  }

  async pruneRecords(tx: Tx, till: string, before: Date): Promise<number> {
    const old = this.recordsWhere(tx, till, (record) => record.seenAt < before);
    for (const record of old) this.records.delete(tx, JSON.stringify([till, record.recordId]));
    return old.length;
  }

  private recordsWhere(tx: Tx, till: string, matches: (record: SightedRecord) => boolean): SightedRecord[] {
    return this.records
      .all(tx)
      .filter((record) => record.till === till && matches(record))
      .map(({ till: _till, ...record }) => record);
  }
}
