import { oneLine, type AlertText, type NewAlert } from '@tillbridge/service-kit';
import type { OrderState } from '../ledger/ledger';
import type { Session } from '../use-cases/session';

/** One alert for each order that its store deleted while something of it was still to be shipped. */
export function deletedAlerts(session: Session): readonly NewAlert[] {
  return session.deletedOrders.map((order) => {
    const { channel, order: id, name: orderName } = order;
    const fields = { channel, order: id, orderName };
    return { key: `deleted/${channel}/${id}`, text: deletedText(order), fields, dueAt: session.now };
  });
}

function deletedText({ channel, order, name }: OrderState): AlertText {
  const called = `${oneLine(name) || order} (${channel})`;
  return {
    subject: `Order ${called} was deleted in its store before all of it was shipped`,
    cause: `${channel} does not know the order any more. What was not shipped counts as cancelled: its units are for sale again, and what the till recorded of it is taken back.`,
    action: `If goods of it have left all the same, sell them at the till, so that nobody else is promised them. GET /orders/${channel}/${order}/why at the inventory-core shows what it was.`,
  };
}
