import { grossOf, type TillMirror, type TillReading } from '@tillbridge/level-mirror';
import {
  isClosed,
  reservedAt,
  type Adjustment,
  type HoldBucket,
  type ItemState,
  type LevelState,
  type MovedFrom,
  type Part,
  type PlacedPost,
  type PromiseState,
  type Provisional,
  type PutBack,
  type Returned,
} from '@tillbridge/stock-domain';

// The parts of an item, between the domain's types and their columns. Vendor versions are bigint here and strings in JSON.

interface ReadingJson {
  level: number;
  version: string | null;
  requestedAt: number;
  answeredAt: number;
}

type PostJson = Omit<PlacedPost, 'versionBefore'> & { versionBefore: string | null };

const toVersion = (text: string | null): bigint | null => (text === null ? null : BigInt(text));
const iso = (millis: number): string => new Date(millis).toISOString();

const postJson = (post: PlacedPost): PostJson => ({ ...post, versionBefore: post.versionBefore?.toString() ?? null });
const postFrom = (post: PostJson): PlacedPost => ({ ...post, versionBefore: toVersion(post.versionBefore) });

export function levelRow(item: ItemState, { location, mirror, dealt, tillDemand, counts, countedAt }: LevelState) {
  return {
    item_id: item.itemId,
    location,
    base: mirror.base,
    recorded: mirror.recorded,
    concluded: mirror.concluded,
    claim: mirror.claim,
    row: mirror.row === null ? null : { ...mirror.row, version: mirror.row.version?.toString() ?? null },
    uncertain: mirror.uncertain,
    opened_at: mirror.openedAt === null ? null : iso(mirror.openedAt),
    doubt: mirror.doubt,
    dealt,
    till_demand: tillDemand,
    counts,
    counted_at: countedAt === null ? null : iso(countedAt),
    gross: grossOf(mirror),
    reserved: reservedAt(item, location),
  };
}

export interface StoredLevel {
  location: string;
  base: number | null;
  recorded: number;
  concluded: number;
  claim: number;
  row: ReadingJson | null;
  uncertain: TillMirror['uncertain'];
  opened_at: Date | null;
  doubt: TillMirror['doubt'];
  dealt: LevelState['dealt'];
  till_demand: LevelState['tillDemand'];
  counts: LevelState['counts'];
  counted_at: Date | null;
}

export function levelFrom(row: StoredLevel): LevelState {
  const reading = row.row;
  const mirror: TillMirror = {
    base: row.base,
    recorded: row.recorded,
    concluded: row.concluded,
    claim: row.claim,
    row: reading === null ? null : ({ ...reading, version: toVersion(reading.version) } satisfies TillReading),
    uncertain: row.uncertain,
    openedAt: row.opened_at?.getTime() ?? null,
    doubt: row.doubt,
  };
  return {
    location: row.location,
    mirror,
    dealt: row.dealt,
    tillDemand: row.till_demand,
    counts: row.counts,
    countedAt: row.counted_at?.getTime() ?? null,
  };
}

export function promiseRow(itemId: string, promise: PromiseState) {
  return {
    channel: promise.channel,
    order_id: promise.order,
    line: promise.line,
    item_id: itemId,
    location: promise.location,
    elsewhere: promise.elsewhere,
    store_location: promise.storeLocation,
    moved_from: promise.movedFrom,
    put_back_at: promise.putBackAt,
    returned: promise.returned,
    paid: promise.paid,
    placed_at: iso(promise.placedAt),
    ordered: promise.ordered,
    restocked: promise.restocked,
    owed: promise.owed,
    current: promise.current,
    fulfilled: promise.fulfilled,
    short: promise.short,
    folded: promise.folded,
    accepted: promise.accepted,
    decide_at: promise.decideAt === null ? null : iso(promise.decideAt),
    provisional_until: promise.provisional === null ? null : iso(promise.provisional.until),
    accepted_before: promise.provisional?.accepted ?? null,
    moving_to: promise.movingTo,
    move_refused: promise.moveRefused,
    posts: promise.posts.map(postJson),
    post_ids: promise.posts.flatMap((post) => (post.postId === null ? [] : [post.postId])),
    closed: isClosed(promise),
  };
}

export interface StoredPromise {
  channel: string;
  order_id: string;
  line: string;
  item_id: string;
  location: string;
  elsewhere: Part[];
  store_location: string | null;
  moved_from: MovedFrom[];
  put_back_at: PutBack[];
  returned: Returned[];
  paid: boolean;
  placed_at: Date;
  ordered: number;
  restocked: number;
  owed: number;
  current: number;
  fulfilled: number;
  short: number;
  folded: number;
  accepted: number;
  decide_at: Date | null;
  provisional_until: Date | null;
  accepted_before: number | null;
  moving_to: string | null;
  move_refused: boolean;
  posts: PostJson[];
}

export function promiseFrom(row: StoredPromise): PromiseState {
  return {
    channel: row.channel,
    order: row.order_id,
    line: row.line,
    location: row.location,
    elsewhere: row.elsewhere,
    storeLocation: row.store_location,
    movedFrom: row.moved_from,
    putBackAt: row.put_back_at,
    returned: row.returned,
    paid: row.paid,
    placedAt: row.placed_at.getTime(),
    ordered: row.ordered,
    restocked: row.restocked,
    owed: row.owed,
    current: row.current,
    fulfilled: row.fulfilled,
    short: row.short,
    folded: row.folded,
    accepted: row.accepted,
    decideAt: row.decide_at?.getTime() ?? null,
    provisional: provisionalFrom(row),
    movingTo: row.moving_to,
    moveRefused: row.move_refused,
    posts: row.posts.map(postFrom),
  };
}

function provisionalFrom({ provisional_until: until, accepted_before: accepted }: StoredPromise): Provisional | null {
  return until === null || accepted === null ? null : { until: until.getTime(), accepted };
}

export function adjustmentRow(itemId: string, adjustment: Adjustment) {
  return {
    id: adjustment.id,
    item_id: itemId,
    channel: adjustment.channel,
    store_location: adjustment.storeLocation,
    location: adjustment.location,
    units: adjustment.units,
    post: postJson(adjustment.post),
    post_id: adjustment.post.postId,
    granted: adjustment.granted,
  };
}

export type StoredAdjustment = ReturnType<typeof adjustmentRow>;

export function adjustmentFrom(row: StoredAdjustment): Adjustment {
  const { id, channel, store_location: storeLocation, location, units, granted } = row;
  return { id, channel, storeLocation, location, units, granted, post: postFrom(row.post) };
}

export function bucketRow(itemId: string, bucket: HoldBucket) {
  return {
    item_id: itemId,
    channel: bucket.channel,
    location: bucket.location,
    expires_at: iso(bucket.expiresAt),
    units: bucket.units,
    yielded: bucket.yielded,
  };
}

export type StoredBucket = Omit<ReturnType<typeof bucketRow>, 'expires_at'> & { expires_at: Date };

export function bucketFrom({ channel, location, expires_at, units, yielded }: StoredBucket): HoldBucket {
  return { channel, location, expiresAt: expires_at.getTime(), units, yielded };
}
