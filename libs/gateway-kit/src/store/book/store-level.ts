import type { StoreLevelSettled } from '@tillbridge/contracts';
import {
  mayStillRaise,
  missingAtStore,
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
  /** What the core was told last of what is unexplained. */
  readonly reported: Reported;
  /** What is known of the missing units and of the edits beyond their number. */
  readonly story: EditStory;
  /** What the core was told last of what the level shows once it satisfies `settledVersion`; null: nothing yet. */
  readonly told: Settlement | null;
  /** From where the moves of our pushes are counted, until when; null: from where it stands. See docs/adr/0026. */
  readonly mark: LevelMark | null;
  /** How often it was told so; only rises, whatever the level is linked to. */
  readonly toldSeq: number;
  /** Optimistic version of the row; 0 when it was never stored. */
  readonly version: number;
}

export interface Reported {
  readonly claim: number;
  readonly edits: number;
  readonly ended: number;
  readonly reversed: number;
  readonly settled: boolean;
}

export interface EditStory {
  /** Since when units are missing without a break; null while none are. */
  readonly missingSince: Date | null;
  /** Everything that could explain the claim, as it is now, was asked and has not. */
  readonly settled: boolean;
  /** When the balance of edits changed last; null while it is 0. */
  readonly editedAt: Date | null;
}

export const untold: Reported = { claim: 0, edits: 0, ended: 0, reversed: 0, settled: false };

/** What a level shows while it satisfies the wanted number, with what of the store's own facts is in it. Whole units. */
export type Settlement = Readonly<Pick<StoreLevelSettled, 'shown' | 'ordersSeen' | 'restocksSeen' | 'missing'>>;

/** What the level showed when its window began, and how much had been pushed by then. */
export interface LevelMark {
  readonly shown: number;
  readonly pushed: number;
  readonly until: Date;
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
    reported: untold,
    story: { missingSince: null, settled: false, editedAt: null },
    told: null,
    mark: null,
    toldSeq: 0,
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

/** What must hold after every change: a doubtful row is read, and a satisfied wanted number is noted, to be told. */
export function settled(level: StoreLevel, now: Date): StoreLevel {
  const { mirror, desired } = level;
  const doubtful = (mirror.dirty || needsProof(level)) && mirror.open === null && level.levelRef !== null;
  const next = doubtful && level.readDueAt === null ? { ...level, readDueAt: now } : level;
  const shows = desired && settlementOf(next, desired);
  if (!shows) return next;
  const isNewer = desired.version > next.settledVersion;
  if (!isNewer && next.told !== null && !isNews(shows, next.told)) return next;
  return { ...next, settledVersion: desired.version, told: shows, toldSeq: next.toldSeq + 1 };
}

/** It was lowered as wanted, and whether what it gave up was still there is for a read to show. */
export function needsProof(level: StoreLevel): boolean {
  return level.mirror.lowered && level.desired?.dealt === true && !wantsPush(level);
}

/**
 * null unless the wanted number is satisfied: nothing is under way or in doubt, nothing is to be sent, and nothing that
 * raises the level can come to be sent for this number. Only then does what it shows bound what the store can sell.
 */
function settlementOf(level: StoreLevel, desired: Desired): Settlement | null {
  const { mirror, levelRef, refusal } = level;
  if (levelRef === null || refusal !== null || mirror.dirty || mirror.open !== null) return null;
  const shown = shownAtStore(mirror);
  if (shown === null || wantsPush(level) || mayStillRaise(mirror, desired) || needsProof(level)) return null;
  return { shown, ordersSeen: mirror.ordered, restocksSeen: mirror.restocked, missing: missingAtStore(mirror) };
}

/**
 * Orders and units put back are told by facts of their own: who knows the last settlement can work out what they make of
 * it, except while an order may be what explains missing units.
 */
function isNews(now: Settlement, told: Settlement): boolean {
  const unsold = ({ shown, ordersSeen, restocksSeen }: Settlement) => shown + ordersSeen - restocksSeen;
  if (unsold(now) !== unsold(told) || now.missing !== told.missing) return true;
  return now.missing > 0 && now.ordersSeen !== told.ordersSeen;
}
