import type { CartObserved, Cause } from '@tillbridge/contracts';
import { decideCart } from '@tillbridge/stock-domain';
import type { Session } from './session';

/** A cart as it stands. Off unless policy allows holds; items that left the cart let their hold go. */
export function observeCart(session: Session, cart: CartObserved, cause: Cause): void {
  const wanted = new Map<string, number>();
  for (const line of cart.lines) {
    const itemId = session.linkedItem(cart.channel, line.externalId);
    if (itemId !== null) wanted.set(itemId, (wanted.get(itemId) ?? 0) + line.quantity);
  }
  for (const itemId of session.itemsHeldFor(cart.channel, cart.cart)) {
    if (!wanted.has(itemId)) wanted.set(itemId, 0);
  }
  const { channel, cart: token } = cart;
  const asOf = Date.parse(cart.updatedAt);
  for (const [itemId, units] of wanted) {
    session.change(itemId, 'cart', cause, (item) =>
      decideCart(item, { channel, cart: token, units, asOf }, session.layout, session.now.getTime()),
    );
  }
}
