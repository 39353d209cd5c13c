import { MemoryTable, type Tx } from '@tillbridge/persistence';
import type { ParkedSighting, ParkedSightings } from './parked';

type Row = Omit<ParkedSighting, 'sealed'> & { till: string; sealed: string };
const keyOf = (till: string, id: string) => JSON.stringify([till, id]);

export class MemoryParkedSightings implements ParkedSightings {
  /** structuredClone makes a plain byte array of a Buffer, so the bytes are kept as text. */
  private readonly table = new MemoryTable<Row>((row) => keyOf(row.till, row.id));

  async park(tx: Tx, till: string, sightings: readonly ParkedSighting[]): Promise<string[]> {
    const fresh = sightings.filter(({ id }) => !this.table.get(tx, keyOf(till, id)));
    for (const sighting of fresh) this.table.put(tx, { ...sighting, till, sealed: sighting.sealed.toString('base64') });
    return fresh.map(({ id }) => id);
  }

  async list(tx: Tx, till: string, limit: number): Promise<ParkedSighting[]> {
    const rows = this.table.all(tx).filter((row) => row.till === till);
    rows.sort((one, other) => one.parkedAt.getTime() - other.parkedAt.getTime());
    return rows
      .slice(0, limit)
      .map(({ till: _till, ...row }) => ({ ...row, sealed: Buffer.from(row.sealed, 'base64') }));
  }

  async prune(tx: Tx, before: Date): Promise<number> {
    const old = this.table.all(tx).filter((row) => row.parkedAt < before);
    for (const row of old) this.table.delete(tx, keyOf(row.till, row.id));
    return old.length;
  }
}
