import { amountText, tillPostGranted, type Cause } from '@tillbridge/contracts';
import {
  grantPost,
  isDecided,
  isGrantable,
  isLevelKnown,
  isWaiting,
  levelAt,
  type ItemState,
  type PlacedPost,
  type PromiseState,
} from '@tillbridge/stock-domain';
import type { OrderState } from '../ledger/ledger';
import { asText, type Booked } from '../money/booked';
import type { Sum } from '../money/order-sums';
import { pricePost, type Unpriced } from '../money/price-post';
import { postIdOf } from './post-id';
import type { Session } from './session';

/** One line of an order, and what is to be recorded of it at one location of the till. */
interface Waiting {
  readonly itemId: string;
  readonly promise: PromiseState;
  readonly post: PlacedPost;
}

/**
 * Grants what waits to be recorded at the till: all lines of an order at one location go as one sale, and only when the
 * round of every one of their items is closed.
 */
export function grantPosts(session: Session): void {
  const touched = session.touched();
  // What the till has ceased to keep stock of has no level that a sale would lower.
  const kept = session.loadedItems().filter(({ itemId }) => session.tillListingOf(itemId)?.tracked !== false);
  const causes = causesOf(kept, touched);
  const groups = [...groupsOf(kept)].filter(([{ promise }]) => causes.has(orderOf(promise)));
  for (const group of grantable(session, groups.sort(byPlacedAt))) grantGroup(session, group, causes);
}

/** By order: what happened to an item of an order may free its other lines, for what they waited for may be served from elsewhere now. */
function causesOf(items: readonly ItemState[], touched: ReadonlyMap<string, Cause>): ReadonlyMap<string, Cause> {
  return new Map(
    items.flatMap(({ itemId, promises }) => {
      const cause = touched.get(itemId);
      return cause === undefined ? [] : promises.map((promise) => [orderOf(promise), cause] as const);
    }),
  );
}

const orderOf = ({ channel, order }: PromiseState): string => `${channel}/${order}`;

function groupsOf(items: readonly ItemState[]): Iterable<readonly Waiting[]> {
  const groups = new Map<string, Waiting[]>();
  for (const waiting of items.flatMap(waitingOf)) {
    const { promise, post } = waiting;
    const key = `${orderOf(promise)}/${post.location}/${post.kind}`;
    groups.set(key, [...(groups.get(key) ?? []), waiting]);
  }
  return groups.values();
}

/**
 * A line whose level the till has never told holds nothing up; it follows in a sale of its own once it has. What its store
 * has not routed yet, or is asked to move, may still be served from elsewhere, and what waits for rivals, or for
 * the till's records, may be lost to others: recorded now, it might have to be taken back at once.
 */
function waitingOf(item: ItemState): readonly Waiting[] {
  return item.promises
    .filter((promise) => promise.storeLocation !== null && promise.movingTo === null)
    .filter(isDecided)
    .flatMap((promise) =>
      promise.posts
        .filter((post) => isWaiting(post) && isLevelKnown(item, post.location))
        .map((post) => ({ itemId: item.itemId, promise, post })),
    );
}

/**
 * Judged before any is granted: everything that waits for a closed round goes with that round. An order that has to wait
 * keeps later ones off its items, or an order of several lines would never find all their rounds closed at once.
 */
function grantable(session: Session, oldestFirst: readonly (readonly Waiting[])[]): readonly (readonly Waiting[])[] {
  const kept = new Set<string>();
  const placeOf = ({ itemId, post }: Waiting) => `${itemId}/${post.location}`;
  return oldestFirst.filter((group) => {
    const may = group.every(
      (waiting) => !kept.has(placeOf(waiting)) && isGrantable(session.item(waiting.itemId), waiting.post),
    );
    if (!may) for (const waiting of group) kept.add(placeOf(waiting));
    return may;
  });
}

/** Oldest order first: the till shows web orders in the order they were placed. */
function byPlacedAt(a: readonly Waiting[], b: readonly Waiting[]): number {
  return a[0].promise.placedAt - b[0].promise.placedAt;
}

function grantGroup(session: Session, group: readonly Waiting[], causes: ReadonlyMap<string, Cause>): void {
  const [{ promise, post }] = group;
  const order = session.order(promise.channel, promise.order);
  const cause = causes.get(orderOf(promise));
  if (order === undefined || cause === undefined) return;
  const postId = postIdOf(order, post.location, post.kind);
  const priced = pricePost(order, unpriced(postId, group), {
    zeroValue: order.zeroValue || session.shop.zeroValue.has(order.channel),
    charges: session.shop.takesCharges,
  });
  const lines = group.map((waiting, index) => grantedLine(session, order, waiting, priced.lines[index]));
  for (const waiting of group) {
    session.change(waiting.itemId, 'post', cause, (item) =>
      grantPost(item, waiting.post, postId, session.now.getTime()),
    );
  }
  const booked = [...order.booked, ...priced.booked];
  session.putOrder({ ...order, postsGranted: order.postsGranted + 1, booked }, cause);
  session.tell(
    tillPostGranted,
    {
      postId,
      kind: post.kind,
      reverses: post.kind === 'reverse' ? lastSaleOf(order, group) : null,
      till: session.till,
      location: post.location,
      channel: order.channel,
      order: order.order,
      orderName: order.name,
      lines,
      ...(priced.charges && { charges: asText(priced.charges) }),
      total: amountText(priced.total),
      currency: order.currency,
      grantedAt: session.now.toISOString(),
    },
    cause,
  );
}

function unpriced(postId: string, group: readonly Waiting[]): Unpriced {
  const [{ post }] = group;
  const lines = group.map((waiting) => ({ line: waiting.promise.line, units: waiting.post.units }));
  return { postId, kind: post.kind, location: post.location, lines };
}

function grantedLine(session: Session, order: OrderState, { itemId, promise, post }: Waiting, worth: Sum) {
  const listing = session.tillListingOf(itemId);
  if (listing === undefined) throw new Error(`item ${itemId} is not listed at the till`);
  const version = levelAt(session.item(itemId), post.location).mirror.row?.version;
  const price = order.lines.find((line) => line.line === promise.line)?.unitPrice ?? '0';
  return {
    lineId: promise.line,
    externalId: listing.externalId,
    quantity: post.units,
    unitPrice: price,
    worth: asText(worth),
    versionBefore: version?.toString() ?? null,
  };
}

/** The newest sale there of any of these lines; null where nothing was recorded for them. */
function lastSaleOf({ booked }: OrderState, group: readonly Waiting[]): string | null {
  const [{ post }] = group;
  const isOfGroup = ({ line }: Booked) => group.some(({ promise }) => promise.line === line);
  const sale = booked.findLast(
    (one) => one.units > 0 && one.postId !== null && one.location === post.location && isOfGroup(one),
  );
  return sale?.postId ?? null;
}
