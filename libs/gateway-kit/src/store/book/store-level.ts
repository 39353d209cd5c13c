import {
  planPush,
  shownAtStore,
  unreadStoreMirror,
  type Desired,
  type PushPlan,
  type StoreMirror,
} from '@tillbridge/level-mirror';
import { isLowering, type LevelKey } from '../store-adapter';

export interface ChannelLevelKey extends LevelKey {
  readonly channel: string;
}

/** Everything we keep of one level of one store: one row. */
export interface StoreLevel extends ChannelLevelKey {
  /** What the vendor's level calls name it by; null until the listing is known, and then nothing can be asked or sent. */
  readonly levelRef: string | null;
  /** null until the core has linked the listing to an item. */
  readonly itemId: string | null;
  readonly mirror: StoreMirror;
  readonly desired: Desired | null;
  /** When the level is to be read; null when there is no reason to. */
  readonly readDueAt: Date | null;
  /** What the last unexplained hint said, looked at again when the read falls due: it may have been explained since. */
  readonly hint: number | null;
  /** The read behind the residual. */
  readonly lastRead: { readonly requestedAt: Date; readonly committed: number } | null;
  /** When the store last agreed to keep stock for it because we asked. */
  readonly stockedAt: Date | null;
  /** Why the store refuses what we want to push; cleared by a newer wanted number. */
  readonly refusal: string | null;
  /** The newest wanted version that this level is known to satisfy. */
  readonly settledVersion: number;
  /** What the core was told last. */
  readonly reported: { readonly claim: number; readonly edits: number };
  /** Optimistic version of the row; 0 when it was never stored. */
  readonly version: number;
}

export function newStoreLevel(key: ChannelLevelKey): StoreLevel {
  const { channel, externalId, storeLocation } = key;
  return {
    channel,
    externalId,
    storeLocation,
    levelRef: null,
    itemId: null,
    mirror: unreadStoreMirror,
    desired: null,
    readDueAt: null,
    hint: null,
    lastRead: null,
    stockedAt: null,
    refusal: null,
    settledVersion: 0,
    reported: { claim: 0, edits: 0 },
    version: 0,
  };
}

/** What would be sent for this level now. */
export function nextPush({ desired, mirror, levelRef, refusal }: StoreLevel): PushPlan {
  if (desired === null || levelRef === null || refusal !== null) return { push: false };
  return planPush(mirror, desired);
}

export function wantsPush(level: StoreLevel): boolean {
  return nextPush(level).push;
}

export function wantsLowering(level: StoreLevel): boolean {
  const next = nextPush(level);
  return next.push && isLowering(next);
}

/** The newer wanted number wins; an older one, or the same again, changes nothing. */
export function want(level: StoreLevel, desired: Desired): StoreLevel {
  if (level.desired !== null && level.desired.version >= desired.version) return level;
  return { ...level, desired, refusal: null };
}

export function readDue(level: StoreLevel, at: Date): StoreLevel {
  if (level.readDueAt !== null && level.readDueAt <= at) return level;
  return { ...level, readDueAt: at };
}

/** A read is due, or would be if no push were open. */
export function isUnsure({ mirror, readDueAt }: StoreLevel): boolean {
  return mirror.dirty || readDueAt !== null;
}

/** Does what the store hinted at follow from what we know? Then it is the echo of something we did or saw. */
export function isEcho(level: StoreLevel, available: number | null): boolean {
  return level.mirror.open === null && !level.mirror.dirty && shownAtStore(level.mirror) === available;
}

/** What must hold after every change: a doubtful row is read, and a satisfied wanted number is noted. */
export function settled(level: StoreLevel, now: Date): StoreLevel {
  const { mirror, desired } = level;
  const doubtful = mirror.dirty && mirror.open === null && level.levelRef !== null;
  const next = doubtful && level.readDueAt === null ? { ...level, readDueAt: now } : level;
  const satisfied = desired !== null && !mirror.dirty && mirror.open === null && !wantsPush(next) && !next.refusal;
  if (!satisfied || next.settledVersion >= desired.version) return next;
  return { ...next, settledVersion: desired.version };
}
