import { MemoryTable, type Tx } from '@tillbridge/persistence';
import { mayPassBrake } from '../brake/moves';
import type { LevelKey } from '../store-adapter';
import {
  isUnsure,
  newStoreLevel,
  wantsLowering,
  wantsPush,
  type ChannelLevelKey,
  type StoreLevel,
} from './store-level';
import type { LevelCounts, StoreLevels } from './store-levels';

const keyOf = ({ channel, externalId, storeLocation }: ChannelLevelKey) =>
  JSON.stringify([channel, externalId, storeLocation]);

const isMoving = (level: StoreLevel, now: Date): boolean =>
  level.told !== null &&
  (wantsPush(level) || level.mirror.open !== null || (level.mark !== null && level.mark.until > now));

interface Row {
  level: StoreLevel;
  wantedSince: number;
}

const raisesLast = ({ level }: Row) => (wantsLowering(level) ? 0 : 1);

/** For specs and the simulation. Same contract as TypeOrmStoreLevels. */
export class MemoryStoreLevels implements StoreLevels {
  private readonly table = new MemoryTable<Row>((row) => keyOf(row.level));
  private saves = 0;

  async load(tx: Tx, channel: string, keys: readonly LevelKey[]): Promise<StoreLevel[]> {
    const unique = new Map(keys.map((key) => [keyOf({ ...key, channel }), { ...key, channel }]));
    return [...unique.keys()].sort().map((key) => this.table.get(tx, key)?.level ?? newStoreLevel(unique.get(key)!));
  }

  async loadByLevelRef(
    tx: Tx,
    channel: string,
    refs: readonly { levelRef: string; storeLocation: string }[],
  ): Promise<StoreLevel[]> {
    const wanted = new Set(refs.map((ref) => JSON.stringify([ref.levelRef, ref.storeLocation])));
    return this.of(tx, channel, (level) => wanted.has(JSON.stringify([level.levelRef, level.storeLocation])));
  }

  async loadByItem(tx: Tx, channel: string, itemIds: readonly string[]): Promise<StoreLevel[]> {
    return this.of(tx, channel, (level) => level.itemId !== null && itemIds.includes(level.itemId));
  }

  async save(tx: Tx, levels: readonly StoreLevel[]): Promise<void> {
    for (const level of levels) {
      const row = this.table.get(tx, keyOf(level));
      const wantedSince = wantsPush(level) ? (row && wantsPush(row.level) ? row.wantedSince : ++this.saves) : 0;
      const saved = { level: { ...level, version: level.version + 1 }, wantedSince };
      this.table.putIf(tx, saved, (current) => (current?.level.version ?? 0) === level.version);
    }
  }

  async wantingPush(tx: Tx, channel: string, limit: number): Promise<StoreLevel[]> {
    return this.wanting(tx, channel, limit, () => true);
  }

  async passingBrake(tx: Tx, channel: string, now: Date, limit: number): Promise<StoreLevel[]> {
    return this.wanting(tx, channel, limit, (level) => mayPassBrake(level, now));
  }

  private wanting(tx: Tx, channel: string, limit: number, matches: (level: StoreLevel) => boolean): StoreLevel[] {
    return this.table
      .where(tx, ({ level }) => level.channel === channel && wantsPush(level) && matches(level))
      .sort((a, b) => raisesLast(a) - raisesLast(b) || a.wantedSince - b.wantedSince)
      .slice(0, limit)
      .map((row) => row.level);
  }

  async wantingRead(tx: Tx, channel: string, now: Date, limit: number): Promise<StoreLevel[]> {
    return this.readable(tx, channel)
      .filter((level) => level.readDueAt! <= now)
      .slice(0, limit);
  }

  async nextReadAt(tx: Tx, channel: string): Promise<Date | null> {
    return this.readable(tx, channel)[0]?.readDueAt ?? null;
  }

  async concludable(tx: Tx, channel: string, after: LevelKey | null, limit: number): Promise<StoreLevel[]> {
    const from = after && keyOf({ ...after, channel });
    const isConcludable = ({ mirror: { residual, edits, dirty, open }, story }: StoreLevel) =>
      (residual > 0 || (residual < 0 && (edits > 0 || !story.settled))) && !dirty && open === null;
    return this.of(tx, channel, (level) => isConcludable(level) && (from === null || keyOf(level) > from)).slice(
      0,
      limit,
    );
  }

  async withOldEdits(tx: Tx, channel: string, before: Date, limit: number): Promise<StoreLevel[]> {
    const isOld = ({ mirror: { residual, edits, dirty, open }, story: { editedAt } }: StoreLevel) =>
      edits !== 0 && editedAt !== null && editedAt <= before && residual === 0 && !dirty && open === null;
    return this.of(tx, channel, isOld).slice(0, limit);
  }

  async moving(tx: Tx, channel: string, now: Date): Promise<StoreLevel[]> {
    return this.of(tx, channel, (level) => isMoving(level, now));
  }

  async movingCount(tx: Tx, channel: string, now: Date): Promise<number> {
    return this.of(tx, channel, (level) => isMoving(level, now)).length;
  }

  async settledCount(tx: Tx, channel: string): Promise<number> {
    return this.of(tx, channel, ({ told }) => told !== null).length;
  }

  async page(tx: Tx, channel: string, after: LevelKey | null, limit: number): Promise<StoreLevel[]> {
    const from = after && keyOf({ ...after, channel });
    return this.of(tx, channel, (level) => from === null || keyOf(level) > from).slice(0, limit);
  }

  async counts(channel?: string): Promise<LevelCounts> {
    const levels = this.table
      .where(null, ({ level }) => channel === undefined || level.channel === channel)
      .map((row) => row.level);
    const count = (test: (level: StoreLevel) => boolean) => levels.filter(test).length;
    return {
      pushesWanted: count(wantsPush),
      pushesOpen: count((level) => level.mirror.open !== null),
      dirty: count((level) => isUnsure(level) && level.levelRef !== null && level.itemId !== null),
      refused: count((level) => level.refusal !== null),
    };
  }

  private of(tx: Tx, channel: string, matches: (level: StoreLevel) => boolean): StoreLevel[] {
    return this.table.where(tx, ({ level }) => level.channel === channel && matches(level)).map((row) => row.level);
  }

  private readable(tx: Tx, channel: string): StoreLevel[] {
    const isReadable = ({ readDueAt, mirror, levelRef }: StoreLevel) =>
      readDueAt !== null && mirror.open === null && levelRef !== null;
    return this.of(tx, channel, isReadable).sort((a, b) => a.readDueAt!.getTime() - b.readDueAt!.getTime());
  }
}
