import {
  countedAt,
  decideEdit,
  emptyItem,
  uncountedAt,
  viewOf,
  withView,
  type EditOutcome,
  type StoreView,
} from '@tillbridge/stock-domain';
import type { Desired } from '@tillbridge/level-mirror';
import type { StoreLife } from './life';

/** What the core would let the store show now: what is free, less what is missing there and what it has not counted yet. */
export function wantedBy(life: StoreLife): Desired {
  const { sales, shelfKnown, adjusted } = life;
  const promised = sales.filter(({ counted, cancelCounted }) => counted && !cancelCounted).length;
  const view = viewIn(life);
  const free = Math.max(0, shelfKnown - adjusted - promised - uncountedAt(view));
  return {
    lowerTo: free,
    raiseTo: free,
    version: 0,
    dealt: false,
    counted: { ordersSeen: view.ordersCounted, ...countedAt(view) },
  };
}

const place = { channel: 'store', storeLocation: 'level', serves: ['shelf'] };

function viewIn({ sales, heard, story }: StoreLife): StoreView {
  const { claim, edits, ordersSeen } = heard;
  return {
    ...viewOf(emptyItem('item'), place.channel, place.storeLocation),
    ...{ claim, edits, ordersSeen, story, seq: 0 },
    ordersCounted: sales.filter(({ counted }) => counted).length,
    restocksCounted: sales.filter(({ cancelled, cancelCounted }) => cancelCounted && cancelled === 'restocked').length,
  };
}

/** The core as it is once a person has said so; null where there is nothing to say it of. */
export function saidOf(life: StoreLife, outcome: EditOutcome): Pick<StoreLife, 'story' | 'adjusted'> | null {
  const item = withView(emptyItem('item'), viewIn(life));
  const ask = { ...place, outcome, seq: 0, location: null, adjustmentId: 'adjustment' };
  const decision = decideEdit(item, place, ask);
  if (decision.kind !== 'decided') return null;
  const { story } = viewOf(decision.item, place.channel, place.storeLocation);
  const units = decision.item.adjustments.reduce((total, adjustment) => total + adjustment.units, 0);
  // Reports have no numbers here: what keeps a second word from counting is that nothing is open any more.
  return { story: { ...story, onClaim: null, onGiveBack: null }, adjusted: life.adjusted + units };
}
