import { tillPostGranted, type Cause } from '@tillbridge/contracts';
import {
  grantPost,
  isGrantable,
  levelAt,
  waitingKind,
  waitsForPost,
  type ItemState,
  type PromiseState,
} from '@tillbridge/stock-domain';
import type { OrderState } from '../ledger/ledger';
import { postIdOf } from './post-id';
import type { Session } from './session';

interface Waiting {
  readonly itemId: string;
  readonly promise: PromiseState;
}

/**
 * Grants what waits to be recorded at the till: all lines of an order at one location go as one sale, and only when the
 * round of every one of their items is closed.
 */
export function grantPosts(session: Session): void {
  const causes = new Map(session.touched());
  const groups = new Map<string, Waiting[]>();
  for (const itemId of causes.keys()) {
    for (const promise of waitingOf(session.item(itemId))) {
      groups.set(`${promise.channel}/${promise.order}/${promise.location}/${waitingKind(promise)}`, []);
    }
  }
  for (const item of session.loadedItems()) {
    for (const promise of waitingOf(item)) {
      const key = `${promise.channel}/${promise.order}/${promise.location}/${waitingKind(promise)}`;
      groups.get(key)?.push({ itemId: item.itemId, promise });
    }
  }
  // Judged before any is granted: everything that waits for a closed round goes with that round.
  const grantable = [...groups.values()].filter((waiting) =>
    waiting.every(({ itemId, promise }) => isGrantable(session.item(itemId), promise)),
  );
  for (const waiting of grantable.sort(byPlacedAt)) grantGroup(session, waiting, causes);
}

/** A line whose level the till has never told holds nothing up; it follows in a sale of its own once it has. */
function waitingOf(item: ItemState): readonly PromiseState[] {
  return item.promises.filter(
    (promise) => waitsForPost(promise) && levelAt(item, promise.location).mirror.row !== null,
  );
}

/** Oldest order first: the till shows web orders in the order they were placed. */
function byPlacedAt(a: readonly Waiting[], b: readonly Waiting[]): number {
  return a[0].promise.placedAt - b[0].promise.placedAt;
}

function grantGroup(session: Session, waiting: readonly Waiting[], causes: ReadonlyMap<string, Cause>): void {
  const { promise: first } = waiting[0];
  const order = session.order(first.channel, first.order);
  const cause = waiting.map(({ itemId }) => causes.get(itemId)).find((found) => found !== undefined);
  if (order === undefined || cause === undefined) return;
  const kind = waitingKind(first) ?? 'sale';
  const postId = postIdOf(order, first.location, kind);
  const lines = waiting.map(({ itemId, promise }) => grantedLine(session, order, itemId, promise));
  for (const { itemId, promise } of waiting) {
    session.change(itemId, 'post', cause, (item) => ({
      ...item,
      promises: item.promises.map((other) =>
        other === promise ? grantPost(promise, item, postId, session.now.getTime()) : other,
      ),
    }));
  }
  session.putOrder({ ...order, postsGranted: order.postsGranted + 1 }, cause);
  session.tell(
    tillPostGranted,
    {
      postId,
      kind,
      reverses: kind === 'reverse' ? lastSaleOf(first) : null,
      till: session.till,
      location: first.location,
      channel: order.channel,
      order: order.order,
      orderName: order.name,
      lines,
      currency: order.currency,
      grantedAt: session.now.toISOString(),
    },
    cause,
  );
}

function grantedLine(session: Session, order: OrderState, itemId: string, promise: PromiseState) {
  const listing = session.tillListingOf(itemId);
  if (listing === undefined) throw new Error(`item ${itemId} is not listed at the till`);
  const waiting = promise.posts.find((post) => post.state === 'unposted' && post.firstSentAt === null);
  const version = session.item(itemId).levels.find((level) => level.location === promise.location)?.mirror.row?.version;
  return {
    lineId: promise.line,
    externalId: listing.externalId,
    quantity: waiting?.units ?? 0,
    unitPrice: order.lines.find((line) => line.line === promise.line)?.unitPrice ?? '0',
    versionBefore: version?.toString() ?? null,
  };
}

function lastSaleOf(promise: PromiseState): string | null {
  return promise.posts.filter((post) => post.kind === 'sale').at(-1)?.postId ?? null;
}
