import type { HeldUnits, HoldBucket, ItemState, Millis } from './item-state';
import type { ShopLayout } from './policy';

const secondMs = 1_000;

/** Holds run out at whole seconds: never before they were promised to. */
export const wholeSecond = (at: Millis): Millis => Math.ceil(at / secondMs) * secondMs;

/** Keeps units for somebody. Whether there are units to keep was judged before. */
export function holdUnits(item: ItemState, held: HeldUnits): ItemState {
  if (held.units === 0) return item;
  return withBucket(item, held, (bucket) => ({ ...bucket, units: bucket.units + held.units }));
}

/**
 * Somebody wants their units no more. Of a bucket that has yielded, they give back what is lost already first, so that the
 * others can rely on what is left. Nothing is given back twice: a hold that has run out holds nothing.
 */
export function giveBackUnits(item: ItemState, held: HeldUnits, now: Millis): ItemState {
  if (held.expiresAt <= now || bucketOf(item, held) === undefined) return item;
  return withBucket(item, held, (bucket) => {
    const lost = Math.min(bucket.yielded, held.units);
    return { ...bucket, yielded: bucket.yielded - lost, units: Math.max(0, bucket.units - (held.units - lost)) };
  });
}

/** Somebody takes their units out of the bucket for good: units that have not yielded, while there are any. */
export function takeOutUnits(item: ItemState, held: HeldUnits, now: Millis): ItemState {
  if (held.expiresAt <= now || bucketOf(item, held) === undefined) return item;
  return withBucket(item, held, (bucket) => {
    const kept = Math.min(bucket.units, held.units);
    return { ...bucket, units: bucket.units - kept, yielded: Math.max(0, bucket.yielded - (held.units - kept)) };
  });
}

/** Units that whoever asks now can have of what was held for them: first come, first served among those that yielded. */
export function backedUnits(item: ItemState, held: HeldUnits, now: Millis): number {
  return held.expiresAt <= now ? 0 : Math.min(held.units, bucketOf(item, held)?.units ?? 0);
}

/**
 * Drops what has run out, and takes from the rest what promises now need: holds always yield, those of carts before those
 * of sellers, and those that run out last first. Who of a bucket has lost their units shows only when they ask for them.
 */
export function yieldHolds(
  item: ItemState,
  free: (location: string) => number,
  { sellers }: Pick<ShopLayout, 'sellers'>,
  now: Millis,
): ItemState {
  const live = item.holds.filter((bucket) => bucket.expiresAt > now);
  const left = new Map<string, number>();
  for (const { location, units } of live) left.set(location, (left.get(location) ?? -free0(free, location)) + units);
  const isShort = [...left.values()].some((missing) => missing > 0);
  if (!isShort) return live.length === item.holds.length ? item : { ...item, holds: live };
  const yielded = new Map<HoldBucket, HoldBucket>();
  for (const bucket of [...live].sort((a, b) => cartsFirst(sellers, a, b) || lastToRunOutFirst(a, b))) {
    const units = Math.min(bucket.units, Math.max(0, left.get(bucket.location) ?? 0));
    left.set(bucket.location, (left.get(bucket.location) ?? 0) - units);
    yielded.set(bucket, { ...bucket, units: bucket.units - units, yielded: bucket.yielded + units });
  }
  return { ...item, holds: live.map((bucket) => yielded.get(bucket) ?? bucket) };
}

const free0 = (free: (location: string) => number, location: string): number => Math.max(0, free(location));

const cartsFirst = (sellers: ReadonlySet<string>, a: HoldBucket, b: HoldBucket): number =>
  Number(sellers.has(a.channel)) - Number(sellers.has(b.channel));

function lastToRunOutFirst(a: HoldBucket, b: HoldBucket): number {
  if (a.expiresAt !== b.expiresAt) return b.expiresAt - a.expiresAt;
  return a.channel < b.channel ? 1 : a.channel > b.channel ? -1 : 0;
}

type BucketKey = Pick<HoldBucket, 'channel' | 'location' | 'expiresAt'>;

const isBucketOf = (key: BucketKey, bucket: HoldBucket): boolean =>
  bucket.expiresAt === key.expiresAt && bucket.location === key.location && bucket.channel === key.channel;

function bucketOf(item: ItemState, key: BucketKey): HoldBucket | undefined {
  return item.holds.find((bucket) => isBucketOf(key, bucket));
}

function withBucket(item: ItemState, key: BucketKey, change: (bucket: HoldBucket) => HoldBucket): ItemState {
  const known = bucketOf(item, key);
  const { channel, location, expiresAt } = key;
  const changed = change(known ?? { channel, location, expiresAt, units: 0, yielded: 0 });
  if (changed.units + changed.yielded === 0) return { ...item, holds: item.holds.filter((other) => other !== known) };
  if (known === undefined) return { ...item, holds: [...item.holds, changed] };
  return { ...item, holds: item.holds.map((other) => (other === known ? changed : other)) };
}
