import type { Cause } from '@tillbridge/contracts';
import { isSameLine, unfoldVoided } from '@tillbridge/stock-domain';
import type { OrderState } from '../ledger/ledger';
import type { Booked } from '../money/booked';
import { unbook } from './answer-post';
import type { Session } from './session';

/**
 * The till shows as voided what was recorded for a web order. It is told for each of its items and over and over; what it was
 * is known by what is booked, whatever has become of the promise by then.
 */
export function voidPost(session: Session, postId: string, cause: Cause): void {
  const order = session.allOrders().find(({ booked }) => booked.some((one) => one.postId === postId));
  if (order === undefined) return;
  for (const one of order.booked) if (one.postId === postId) unfold(session, order, one, cause);
  const { location, units } = order.booked.find((one) => one.postId === postId && one.line !== null) as Booked;
  const { channel, order: id, name } = order;
  session.voids.push({ postId, kind: units > 0 ? 'sale' : 'reverse', location, channel, order: id, orderName: name });
  unbook(session, postId, cause);
}

function unfold(session: Session, { channel, order, booked }: OrderState, one: Booked, cause: Cause): void {
  const { line, location, units, postId } = one;
  if (line === null || postId === null || wasUndone(booked, one)) return;
  const voided = { channel, order, line, postId, location, units };
  for (const { itemId, promises } of session.loadedItems())
    if (promises.some((promise) => isSameLine(promise, voided)))
      session.change(itemId, 'fold', cause, (item) => unfoldVoided(item, voided));
}

/** A count has found its units on the shelf since: the level does not rest on this post any more. */
function wasUndone(booked: readonly Booked[], one: Booked): boolean {
  return booked.slice(booked.indexOf(one) + 1).some(({ postId, line, location, units }) => {
    return postId === null && line === one.line && location === one.location && units < 0;
  });
}
