import { isClosed, postsOf, type ItemState } from '@tillbridge/stock-domain';
import { labelOf, type Listing, type OrderState, type References } from './ledger';

// Which rows a reference means: what PostgreSQL finds by its indexes.

export function isReferred(listing: Listing, references: References): boolean {
  if (references.externals.some((ref) => ref.channel === listing.channel && ref.externalId === listing.externalId))
    return true;
  return [labelOf(listing.sku), labelOf(listing.barcode)].some(
    (label) => label !== null && [...references.labels, ...references.proposals].includes(label),
  );
}

/** An order that has any of these posts booked. */
export const hasBooked = ({ booked }: OrderState, posts: readonly string[]): boolean =>
  booked.some(({ postId }) => postId !== null && posts.includes(postId));

export function isWanted(
  order: OrderState,
  references: References,
  unlinked: readonly { channel: string; externalId: string }[],
): boolean {
  if (references.orders.some((ref) => ref.channel === order.channel && ref.order === order.order)) return true;
  return unlinked.some((row) => row.channel === order.channel && order.waiting.includes(row.externalId));
}

export function isBehind(item: ItemState, { orders, posts }: References): boolean {
  return (
    item.promises.some((promise) =>
      orders.some((ref) => ref.channel === promise.channel && ref.order === promise.order),
    ) || postsOf(item).some(({ postId }) => postId !== null && posts.includes(postId))
  );
}

/** Closed promises are left out, but of the orders in question and of those that a count is yet to say something of. */
export function withoutClosed(item: ItemState, orders: readonly { channel: string; order: string }[]): ItemState {
  const asked = [...orders, ...item.levels.flatMap(({ counts }) => counts.flatMap(({ lines }) => lines))];
  const isAsked = (promise: { channel: string; order: string }) =>
    asked.some((order) => order.channel === promise.channel && order.order === promise.order);
  return { ...item, promises: item.promises.filter((promise) => !isClosed(promise) || isAsked(promise)) };
}
