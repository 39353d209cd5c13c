import { MemoryTable, type Tx } from '@tillbridge/persistence';
import type { DesiredLevel, DesiredLevels } from './desired-levels';

const keyOf = ({ channel, itemId, storeLocation }: DesiredLevel) => JSON.stringify([channel, itemId, storeLocation]);

/** For specs and the simulation. Same contract as TypeOrmDesiredLevels. */
export class MemoryDesiredLevels implements DesiredLevels {
  private readonly table = new MemoryTable<DesiredLevel>(keyOf);

  async take(tx: Tx, wanted: readonly DesiredLevel[]): Promise<DesiredLevel[]> {
    const newer: DesiredLevel[] = [];
    for (const level of newestOfEach(wanted)) {
      const isNewer = (known: DesiredLevel | undefined) => (known?.version ?? 0) < level.version;
      if (!isNewer(this.table.get(tx, keyOf(level)))) continue;
      this.table.putIf(tx, level, isNewer);
      newer.push(level);
    }
    return newer;
  }

  async raiseNoMore(tx: Tx, channel: string, itemIds: readonly string[]): Promise<void> {
    for (const level of await this.of(tx, channel, itemIds)) this.table.put(tx, { ...level, raiseTo: 0 });
  }

  async of(tx: Tx, channel: string, itemIds: readonly string[]): Promise<DesiredLevel[]> {
    return this.table.all(tx).filter((level) => level.channel === channel && itemIds.includes(level.itemId));
  }
}

/** A batch may hold several versions of the same level; a statement may touch each row only once. */
export function newestOfEach(wanted: readonly DesiredLevel[]): DesiredLevel[] {
  const newest = new Map<string, DesiredLevel>();
  for (const level of wanted) {
    const known = newest.get(keyOf(level));
    if (!known || known.version < level.version) newest.set(keyOf(level), level);
  }
  return [...newest.keys()].sort().map((key) => newest.get(key)!);
}
