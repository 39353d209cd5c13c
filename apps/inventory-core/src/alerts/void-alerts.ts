import { oneLine, type AlertText, type NewAlert } from '@tillbridge/service-kit';
import type { Session, VoidedPost } from '../use-cases/session';

/** One alert for each post, however many of the order's items it had. */
export function voidAlerts(session: Session): readonly NewAlert[] {
  return session.voids.map((post) => ({
    key: `void/${post.postId}`,
    text: voidText(post),
    fields: { ...post },
    dueAt: session.now,
  }));
}

/** One subject, one cause, one action, in words for the people of a shop. */
export function voidText({ kind, location, channel, order, orderName }: VoidedPost): AlertText {
  const name = `order ${oneLine(orderName) || order} (${channel})`;
  const what = kind === 'sale' ? 'sale' : 'return';
  return {
    subject: `A person has to look: the ${what} of ${name} was voided at the till`,
    cause: `The till shows the ${what} that was recorded there for ${name} at ${location} as voided, and its level has moved back by it. That says nothing of the goods: what has left has left, and what is set aside stays so.`,
    action: `If it was voided by mistake: POST /orders/${channel}/${order}/post-again at the inventory-core, which records it again. If the goods did come back: refund the order in ${channel} with restock. Until then the till does not show what is on the shelf.`,
  };
}
