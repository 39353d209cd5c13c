import { availabilityChanged, itemRegistered, type Cause } from '@tillbridge/contracts';
import {
  assertItem,
  assertRaises,
  countsToSettle,
  decideAvailability,
  foldFinished,
  freeAtMost,
  isSameLine,
  noteKept,
  settleClaims,
  settleCount,
  yieldHolds,
  type Linked,
  type Loss,
} from '@tillbridge/stock-domain';
import { bookCount } from './book-count';
import { adjustmentsToGrant, grantAdjustments } from './grant-adjustments';
import { grantPosts } from './grant-posts';
import type { Session } from './session';
import { tellLosers } from './tell-losers';

/** Once all facts of a batch are in: judge shortage over all its claims at once, grant posts, publish what changed. */
export function finish(session: Session): void {
  for (const [itemId, cause] of session.touched()) {
    takeOverCounts(session, itemId, cause);
    session.change(itemId, 'fold', cause, foldFinished);
  }
  const losses = settle(session);
  for (const [itemId, cause] of session.touched()) {
    session.change(itemId, 'hold', cause, (item) =>
      yieldHolds(item, (location) => freeAtMost(item, location), session.layout, session.now.getTime()),
    );
  }
  tellLosers(session, losses);
  // Judged before any post is granted: what waits for a closed round goes with that round.
  const adjustments = adjustmentsToGrant(session);
  grantPosts(session);
  grantAdjustments(session, adjustments);
  for (const [itemId, cause] of session.touched()) {
    publishAvailability(session, itemId, cause);
    assertItem(session.item(itemId), session.now.getTime());
  }
  for (const [itemId, cause] of session.described()) publishItem(session, itemId, cause);
}

/** Whatever brought the last thing that was missing, the count is the cause of what the level was taken for. */
function takeOverCounts(session: Session, itemId: string, cause: Cause): void {
  for (const { location, countId } of countsToSettle(session.item(itemId))) {
    const before = session.item(itemId);
    session.change(itemId, 'count', { ...cause, causationId: `count ${countId}` }, (item) =>
      settleCount(item, location, countId, session.layout.policy.tillSettleMs),
    );
    bookCount(session, { before, after: session.item(itemId), location }, cause);
  }
}

/** Shortage is judged over all claims of the batch at once, also where one order ties several items together. */
function settle(session: Session): { loss: Loss; cause: Cause }[] {
  const causes = session.touched();
  const [anyCause] = causes.values();
  if (anyCause === undefined) return [];
  const now = session.now.getTime();
  const before = session.loadedItems();
  const { items, losses, contests } = settleClaims(before, session.layout, now);
  for (const item of items)
    session.change(item.itemId, 'displacement', causes.get(item.itemId) ?? anyCause, () => item);
  for (const contest of contests) session.keep(contest, causes.get(contest.itemId) ?? anyCause);
  return losses.map((loss) => ({ loss, cause: causeOf(session, loss) ?? anyCause }));
}

function causeOf(session: Session, loss: Loss): Cause | undefined {
  const item = session.loadedItems().find(({ promises }) => promises.some((promise) => isSameLine(promise, loss)));
  return item === undefined ? undefined : session.touched().get(item.itemId);
}

function publishAvailability(session: Session, itemId: string, cause: Cause): void {
  const linked = session.takingPart(itemId);
  if (session.tillListingOf(itemId)?.tracked ?? true) tellStores(session, itemId, linked, cause);
  // Told or not: an acknowledgement or an order alone may change what a store keeps.
  const now = session.now.getTime();
  session.change(itemId, 'store', cause, (item) => noteKept(item, linked, session.layout, now));
}

function tellStores(session: Session, itemId: string, linked: Linked, cause: Cause): void {
  const { version } = session.item(itemId);
  const now = session.now.getTime();
  const decision = decideAvailability({ ...session.item(itemId), version: version + 1 }, linked, session.layout, now);
  const { item, changed } = decision;
  assertRaises(item, changed, linked, session.layout, now);
  session.change(itemId, 'store', cause, () => ({ ...item, version }));
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
