import { emptyItem, missingFrom, uncountedAt, viewOf, type StoreView } from '@tillbridge/stock-domain';
import type { Desired } from '@tillbridge/level-mirror';
import type { StoreLife } from './life';

/** What the core would let the store show now: what is free, less what is missing there and what it has not counted yet. */
export function wantedBy({ sales, shelfKnown, heard }: StoreLife): Desired {
  const promised = sales.filter(({ counted, cancelCounted }) => counted && !cancelCounted).length;
  const view: StoreView = {
    ...viewOf(emptyItem('item'), 'store', 'level'),
    ...heard,
    ordersCounted: sales.filter(({ counted }) => counted).length,
    restocksCounted: sales.filter(({ cancelled, cancelCounted }) => cancelCounted && cancelled === 'restocked').length,
  };
  const free = Math.max(0, shelfKnown - promised - uncountedAt(view));
  return {
    lowerTo: free,
    raiseTo: free,
    version: 0,
    dealt: false,
    counted: { ordersSeen: view.ordersCounted, claim: missingFrom(view), edits: view.edits },
  };
}
