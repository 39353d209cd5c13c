import { ordersKnown } from './cap';
import { viewOf } from './decide-store';
import { isDealt, type Linked } from './escrow-mode';
import { InvariantBroken } from './invariants';
import type { ItemState, Millis, PublishedAvailability } from './item-state';
import type { ShopLayout } from './policy';
import { mostShown } from './raise-guard';

/**
 * I7: where units are dealt out, no store is told to show more than the others leave, with all that was told in the same
 * decision counted. Asserted after every decision, before anything is written.
 */
export function assertRaises(
  item: ItemState,
  changed: readonly PublishedAvailability[],
  linked: Linked,
  layout: ShopLayout,
  now: Millis,
): void {
  for (const { channel, storeLocation, raiseTo, counted } of changed) {
    const place = layout.places.find((each) => each.channel === channel && each.storeLocation === storeLocation);
    if (place === undefined || !place.serves.some((location) => isDealt(item, location))) continue;
    const most = mostShown(item, place, linked, layout, now);
    // Its gateway takes off the orders that it has seen and this number has not counted.
    const shown = raiseTo - (ordersKnown(viewOf(item, channel, storeLocation)) - counted.ordersSeen);
    if (shown > most)
      throw new InvariantBroken('I7', item.itemId, `${channel} may come to show ${shown}, and ${most} is left for it`);
  }
}
