import { shownAtStore } from '@tillbridge/level-mirror';
import type { HaltKind } from '../halts/halts';
import type { StoreLevel } from './book/store-level';
import { keyOf } from './orders/order-counts';
import type { LevelKey, StoreAdapter } from './store-adapter';
import type { StoreState } from './store-state';

/** One level as the store shows it now, beside what we know and want of it. */
export interface SnapshotRow extends LevelKey {
  readonly itemId: string | null;
  readonly sku: string | null;
  /** Read from the store for this answer; null when it keeps no stock there. */
  readonly observed: number | null;
  readonly observedAt: string;
  /** What the known facts say the store shows, residual included; null before the first read. */
  readonly expected: number | null;
  /** Units shown above (or, negative, below) what known facts explain. */
  readonly residual: number;
  readonly desired: { readonly lowerTo: number; readonly raiseTo: number; readonly version: number } | null;
  /** The newest wanted version that the level is known to satisfy. */
  readonly settledVersion: number;
  readonly openPush: { readonly from: number; readonly to: number; readonly version: number } | null;
  /** Something moved, or is about to: a difference may be explained by it. */
  readonly inFlight: boolean;
  /** Why the store refuses what we want to push; a person is needed. */
  readonly refusal: string | null;
}

/** One page of a channel, each level read from the store for it. */
export async function snapshotPage(
  state: StoreState,
  adapter: StoreAdapter,
  after: LevelKey | null,
  limit: number,
): Promise<{ rows: SnapshotRow[]; next: LevelKey | null; halts: HaltKind[] }> {
  const { channel } = adapter;
  const before = await state.uow.run((tx) => state.levels.page(tx, channel, after, limit));
  const readable = before.filter((level): level is StoreLevel & { levelRef: string } => level.levelRef !== null);
  const observedAt = state.now().toISOString();
  const readings = new Map((await adapter.readLevels(readable)).map((reading) => [keyOf(reading), reading.available]));
  const { now, listings, halted } = await state.uow.run(async (tx) => ({
    halted: await state.halts.get(tx, channel),
    now: await state.levels.load(tx, channel, before),
    listings: await state.idMap.listings(
      tx,
      channel,
      before.map((level) => level.externalId),
    ),
  }));
  const skus = new Map(listings.map((listing) => [listing.externalId, listing.sku]));
  const versions = new Map(before.map((level) => [keyOf(level), level.version]));
  const rows = now.map((level) => ({
    ...rowOf(level),
    sku: skus.get(level.externalId) ?? null,
    observed: readings.get(keyOf(level)) ?? null,
    observedAt,
    inFlight: isMoving(level) || versions.get(keyOf(level)) !== level.version,
  }));
  const last = before.at(-1);
  return {
    rows,
    next: last && before.length === limit ? last : null,
    halts: halted.halts.map(({ kind }) => kind),
  };
}

function isMoving({ mirror, readDueAt }: StoreLevel): boolean {
  return mirror.open !== null || mirror.dirty || readDueAt !== null;
}

function rowOf({ externalId, storeLocation, itemId, mirror, desired, settledVersion, refusal }: StoreLevel) {
  return {
    externalId,
    storeLocation,
    itemId,
    expected: shownAtStore(mirror),
    residual: mirror.residual,
    desired: desired && { lowerTo: desired.lowerTo, raiseTo: desired.raiseTo, version: desired.version },
    settledVersion,
    openPush: mirror.open && { from: mirror.open.from, to: mirror.open.to, version: mirror.open.version },
    refusal,
  };
}
