import { StaleVersion } from './errors';
import type { Tx } from './unit-of-work';
import { memoryTx, type MemoryParticipant } from './unit-of-work.memory';

interface Change<Row> {
  row: Row | undefined;
  /** Must hold for the committed row, when the change is made and again when it is committed. */
  guard?: (committed: Row | undefined) => boolean;
}

/**
 * Rows in memory that behave as a table under READ COMMITTED: a transaction sees what is committed and its own changes;
 * nothing of it is seen by others before it commits, and nothing at all after a rollback. Rows are copied on the way in and
 * frozen: whoever reads one cannot change it for others, and no read copies anything.
 */
export class MemoryTable<Row extends object> implements MemoryParticipant {
  private readonly committed = new Map<string, Row>();
  private readonly changes = new WeakMap<Tx, Map<string, Change<Row>>>();

  constructor(private readonly keyOf: (row: Row) => string) {}

  /** One row as `tx` sees it; without `tx`, as committed. */
  get(tx: Tx | null, key: string): Row | undefined {
    const change = tx ? this.changes.get(tx)?.get(key) : undefined;
    return change ? change.row : this.committed.get(key);
  }

  /** All rows as `tx` sees them, in key order. */
  all(tx: Tx | null): Row[] {
    return this.where(tx, () => true);
  }

  /** Those of all rows that match, in key order. */
  where(tx: Tx | null, matches: (row: Row) => boolean): Row[] {
    const changes = (tx && this.changes.get(tx)) ?? new Map<string, Change<Row>>();
    const found: [string, Row][] = [];
    for (const [key, row] of this.committed) if (!changes.has(key) && matches(row)) found.push([key, row]);
    for (const [key, { row }] of changes) if (row && matches(row)) found.push([key, row]);
    return found.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  }

  /** Writes without a guard: the last writer wins, as a plain UPDATE or upsert would. */
  put(tx: Tx, row: Row): void {
    this.change(tx, this.keyOf(row), { row: frozen(row) });
  }

  /** @throws StaleVersion when the key is taken, now or at commit: what a unique violation is. */
  insert(tx: Tx, row: Row): void {
    const key = this.keyOf(row);
    if (this.get(tx, key)) throw new StaleVersion(`key ${key} is taken`);
    this.change(tx, key, { row: frozen(row) }, (committed) => committed === undefined);
  }

  /** `UPDATE … WHERE <guard>`. @throws StaleVersion when the guard does not hold, now or at commit. */
  putIf(tx: Tx, row: Row, guard: (current: Row | undefined) => boolean): void {
    const key = this.keyOf(row);
    if (!guard(this.get(tx, key))) throw new StaleVersion(`row ${key} has changed`);
    this.change(tx, key, { row: frozen(row) }, guard);
  }

  delete(tx: Tx, key: string): void {
    this.change(tx, key, { row: undefined });
  }

  /** Called by MemoryUnitOfWork. @throws StaleVersion */
  check(tx: Tx): void {
    for (const [key, { guard }] of this.changes.get(tx) ?? []) {
      if (guard && !guard(this.committed.get(key))) throw new StaleVersion(`row ${key} has changed`);
    }
  }

  /** Called by MemoryUnitOfWork once every table's check has passed. */
  apply(tx: Tx): void {
    for (const [key, { row }] of this.changes.get(tx) ?? []) {
      if (row) this.committed.set(key, row);
      else this.committed.delete(key);
    }
  }

  private change(tx: Tx, key: string, change: { row: Row | undefined }, guard?: Change<Row>['guard']): void {
    memoryTx(tx).join(this);
    const changes = this.changes.get(tx) ?? new Map<string, Change<Row>>();
    this.changes.set(tx, changes);
    // The first guard is about the committed row; later ones in the same transaction are about its own change.
    const earlier = changes.get(key);
    changes.set(key, { ...change, guard: earlier ? earlier.guard : guard });
  }
}

const frozen = <Row extends object>(row: Row): Row => freeze(structuredClone(row));

function freeze<T extends object>(whole: T): T {
  // Bytes cannot be frozen.
  if (ArrayBuffer.isView(whole)) return whole;
  for (const part of Object.values(whole)) if (typeof part === 'object' && part !== null) freeze(part as object);
  return Object.freeze(whole);
}
