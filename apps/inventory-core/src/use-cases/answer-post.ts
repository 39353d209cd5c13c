import type { Cause, OrderResolved, TillPostAnswered } from '@tillbridge/contracts';
import { answerPost, moveRefused } from '@tillbridge/stock-domain';
import type { Session } from './session';
import { lookAgain } from './look-again';

/** The till shows a web order that we granted, or refused it for good. */
export function takeInPostAnswer(session: Session, answer: TillPostAnswered, cause: Cause): void {
  if (answer.outcome === 'refused') unbook(session, answer.postId, cause);
  for (const itemId of session.itemsWithPost(answer.postId)) {
    session.change(itemId, 'post', cause, (item) =>
      answerPost(
        item,
        { postId: answer.postId, outcome: answer.outcome, answeredAt: Date.parse(answer.answeredAt) },
        session.layout.policy.tillSettleMs,
      ),
    );
    for (const { location } of session.item(itemId).levels) lookAgain(session, itemId, location, null, cause);
  }
}

/** What is not at the till was not sold there, and what it came to is for another post. */
export function unbook(session: Session, postId: string, cause: Cause): void {
  for (const order of session.allOrders()) {
    const booked = order.booked.filter((one) => one.postId !== postId);
    if (booked.length < order.booked.length) session.putOrder({ ...order, booked }, cause);
  }
}

/** A store was told of a short order; kept with the order so that `why` can say what became of it. */
export function takeInResolution(session: Session, resolved: OrderResolved, cause: Cause): void {
  session.resolutions.push(resolved);
  const order = session.order(resolved.channel, resolved.order);
  if (order === undefined || resolved.decision < order.decision) return;
  session.putOrder({ ...order, resolution: resolved.outcome }, cause);
  // Moved lines are seen where they are now by the next look at the order.
  if (resolved.outcome === 'moved') return;
  for (const { itemId } of session.loadedItems())
    session.change(itemId, 'displacement', cause, (item) => moveRefused(item, resolved, session.layout));
}
