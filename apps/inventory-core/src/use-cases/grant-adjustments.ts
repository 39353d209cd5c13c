import { tillPostGranted, type Cause } from '@tillbridge/contracts';
import { grantableAdjustments, grantPost, levelAt, withAdjustments, type Adjustment } from '@tillbridge/stock-domain';
import { adjustmentPostIdOf } from './post-id';
import type { Session } from './session';

/** An adjustment that waits to be recorded at the till, and the item it corrects. */
export interface WaitingAdjustment {
  readonly itemId: string;
  readonly adjustment: Adjustment;
}

/** Those whose round is closed, of the items that this batch touched. */
export function adjustmentsToGrant(session: Session): readonly WaitingAdjustment[] {
  return [...session.touched().keys()].flatMap((itemId) =>
    grantableAdjustments(session.item(itemId)).map((adjustment) => ({ itemId, adjustment })),
  );
}

/** Commits that they are sent, and tells the till's gateway. */
export function grantAdjustments(session: Session, waiting: readonly WaitingAdjustment[]): void {
  for (const { itemId, adjustment } of waiting) {
    const listing = session.tillListingOf(itemId);
    const cause = session.touched().get(itemId);
    if (listing === undefined || cause === undefined) continue;
    grantOne(session, itemId, adjustment, listing.externalId, cause);
  }
}

function grantOne(session: Session, itemId: string, adjustment: Adjustment, externalId: string, cause: Cause): void {
  const { id, channel, storeLocation, location, units, post } = adjustment;
  const version = levelAt(session.item(itemId), location).mirror.row?.version;
  const granted = adjustment.granted + 1;
  const postId = adjustmentPostIdOf(id, granted);
  session.change(itemId, 'post', cause, (item) =>
    withAdjustments(grantPost(item, post, postId, session.now.getTime()), (each) =>
      each.id === id ? { ...each, granted } : each,
    ),
  );
  session.tell(
    tillPostGranted,
    {
      postId,
      kind: 'adjustment',
      reverses: null,
      adjusts: units > 0 ? 'down' : 'up',
      till: session.till,
      location,
      channel,
      order: `${itemId}/${id}`,
      orderName: `units at ${channel}, ${storeLocation}`.slice(0, 128),
      lines: [
        {
          lineId: '1',
          externalId,
          quantity: Math.abs(units),
          unitPrice: '0',
          versionBefore: version?.toString() ?? null,
        },
      ],
      currency: null,
      grantedAt: session.now.toISOString(),
    },
    cause,
  );
}
