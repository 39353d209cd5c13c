import { availabilityChanged, itemRegistered, orderShort, type Cause } from '@tillbridge/contracts';
import {
  assertItem,
  changedAvailability,
  foldFinished,
  freeAtMost,
  settleShortage,
  withPublished,
  yieldHolds,
  type Loss,
  type PromiseState,
} from '@tillbridge/stock-domain';
import type { OrderLineState, OrderState } from '../ledger/ledger';
import { grantPosts } from './grant-posts';
import type { Session } from './session';

/** Once all facts of a batch are in: judge shortage over all its claims at once, grant posts, publish what changed. */
export function finish(session: Session): void {
  const losses: { loss: Loss; cause: Cause }[] = [];
  for (const [itemId, cause] of session.touched()) {
    session.change(itemId, 'fold', cause, foldFinished);
    session.change(itemId, 'displacement', cause, (item) => {
      const decision = settleShortage(item, session.layout);
      losses.push(...decision.losses.map((loss) => ({ loss, cause })));
      return decision.item;
    });
    session.change(itemId, 'cart', cause, (item) =>
      yieldHolds(item, (location) => freeAtMost(item, location), session.now.getTime()),
    );
  }
  tellLosers(session, losses);
  grantPosts(session);
  for (const [itemId, cause] of session.touched()) {
    publishAvailability(session, itemId, cause);
    assertItem(session.item(itemId), session.now.getTime());
  }
  for (const [itemId, cause] of session.described()) publishItem(session, itemId, cause);
}

/** One decision per order, however many of its lines lost units; the store acts on the highest decision only. */
function tellLosers(session: Session, losses: readonly { loss: Loss; cause: Cause }[]): void {
  const byOrder = new Map<string, { loss: Loss; cause: Cause }[]>();
  for (const entry of losses) {
    const key = `${entry.loss.channel}/${entry.loss.order}`;
    byOrder.set(key, [...(byOrder.get(key) ?? []), entry]);
  }
  for (const [{ loss: first, cause }, ...others] of byOrder.values()) {
    const order = session.order(first.channel, first.order);
    if (order === undefined) throw new Error(`order ${first.order} of ${first.channel} lost units but was not loaded`);
    const lost = [first, ...others.map((entry) => entry.loss)];
    const lines = order.lines.map((line) => {
      // As the promise stands now: what was short before may have been refunded or shipped since.
      const short = shortOf(session, order, line);
      const own = lost.find((loss) => loss.line === line.line);
      return { ...line, short, shortReason: own?.reason ?? (short > 0 ? line.shortReason : null) };
    });
    const decision = order.decision + 1;
    session.putOrder({ ...order, lines, decision, resolution: null }, cause);
    session.tell(
      orderShort,
      {
        channel: order.channel,
        order: order.order,
        decision,
        resolution: session.layout.policy.loser,
        lines: lines.filter((line) => line.short > 0).map((line) => ({ line: line.line, shortBy: line.short })),
        reason: first.reason,
        policyVersion: session.layout.policy.version,
      },
      cause,
    );
  }
}

function shortOf(session: Session, order: OrderState, { line }: OrderLineState): number {
  const isLine = (promise: PromiseState) =>
    promise.channel === order.channel && promise.order === order.order && promise.line === line;
  return session.loadedItems().flatMap((item) => item.promises.filter(isLine))[0]?.short ?? 0;
}

function publishAvailability(session: Session, itemId: string, cause: Cause): void {
  const tracked = session.tillListingOf(itemId)?.tracked ?? true;
  if (!tracked) return;
  const linked = new Set(session.linksOf(itemId).map((link) => link.channel));
  const next = { ...session.item(itemId), version: session.item(itemId).version + 1 };
  const changed = changedAvailability(next, linked, session.layout, session.now.getTime());
  if (changed.length === 0) return;
  session.change(itemId, 'store', cause, (item) => withPublished(item, changed));
  for (const wanted of changed) session.tell(availabilityChanged, { ...wanted, itemId }, cause);
}

function publishItem(session: Session, itemId: string, cause: Cause): void {
  const listing = session.tillListingOf(itemId);
  if (listing === undefined || listing.title === '') return;
  session.tell(
    itemRegistered,
    {
      itemId,
      itemVersion: session.item(itemId).version + 1,
      sku: listing.sku,
      barcode: listing.barcode,
      title: listing.title,
      price: listing.price,
      tracked: listing.tracked,
      removed: listing.removed,
      links: session.linksOf(itemId).map(({ channel, externalId }) => ({ channel, externalId })),
    },
    cause,
  );
}
