import { amountText } from '@tillbridge/contracts';
import { isSameLine, isSettledAtTill } from '@tillbridge/stock-domain';
import { oneLine, type AlertText, type NewAlert } from '@tillbridge/service-kit';
import type { OrderState } from '../ledger/ledger';
import { standingOf, sumIn } from '../money/standing';
import { add } from '../money/order-sums';
import type { Session } from '../use-cases/session';

/** Money of an order that the till has, for units that a count found on the shelf again and that nobody sells again. */
export interface LeftMoney {
  readonly channel: string;
  readonly order: string;
  readonly orderName: string;
  /** Tax included. */
  readonly amount: string;
  readonly currency: string;
}

/** Its units are on the shelf already, so no reversal will carry it. One alert for each order. */
export function leftMoneyAlerts(session: Session): readonly NewAlert[] {
  const counted = session.allOrders().filter(({ booked }) => booked.some(({ postId }) => postId === null));
  return counted.flatMap((order) => {
    const left = leftOf(session, order);
    if (left === 0n) return [];
    const { channel, order: id, name, currency } = order;
    const money: LeftMoney = { channel, order: id, orderName: name || id, amount: amountText(left), currency };
    return [{ key: `money/${channel}/${id}`, text: leftText(money), fields: { ...money }, dueAt: session.now }];
  });
}

function leftOf(session: Session, order: OrderState): bigint {
  const isOver = ({ line }: OrderState['lines'][number]) =>
    session.loadedItems().some(({ promises }) => {
      const promise = promises.find((each) => isSameLine(each, { channel: order.channel, order: order.order, line }));
      return promise !== undefined && isSettledAtTill(promise);
    });
  const sums = order.lines.filter(isOver).map(({ line }) => {
    const booked = order.booked.filter((one) => one.line === line);
    return sumIn(standingOf(booked, order.currency).undone);
  });
  return add(sums).amount;
}

/** One subject, one cause, one action, in words for the people of a shop. */
export function leftText({ channel, order, orderName, amount, currency }: LeftMoney): AlertText {
  const name = oneLine(orderName);
  return {
    subject: `A person has to take ${amount} ${currency} of order ${name} (${channel}) off at the till`,
    cause: `Units of it that were recorded at the till were cancelled or came back, and a count found them on the shelf before that was recorded there. The till's level is right and its sale still stands, with ${amount} ${currency} that ${channel} has not kept.`,
    action: `Take ${amount} ${currency} off in the till's accounts, without moving stock. GET /orders/${channel}/${order} at the inventory-core shows what its sales came to. If more of the order comes back, its reversal takes this sum back as well: then there is nothing to take off.`,
  };
}
