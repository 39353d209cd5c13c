import type { OrderObserved } from '@tillbridge/contracts';
import type { CausedFinding } from '../record-findings';

/**
 * Says from where orders are served whose deliveries leave that open: from the store's only location if it has no other;
 * otherwise the store has to be asked for the order, for it may go to a place that is none of ours.
 */
export function placeOrders(found: readonly CausedFinding[], soleLocation: string | null): CausedFinding[] {
  return found.flatMap((each): CausedFinding[] => {
    if (each.finding.kind !== 'order') return [each];
    const order = placedAt(each.finding.order, soleLocation);
    const placed: CausedFinding = { ...each, finding: { kind: 'order', order } };
    if (isPlaced(order)) return [placed];
    return [placed, { ...each, finding: { kind: 'read-order', order: order.order } }];
  });
}

function placedAt(order: OrderObserved, soleLocation: string | null): OrderObserved {
  const lines = order.lines.map((line) =>
    line.externalId === null ? line : { ...line, storeLocation: line.storeLocation ?? soleLocation },
  );
  return { ...order, lines };
}

function isPlaced({ lines }: OrderObserved): boolean {
  return lines.every((line) => line.externalId === null || line.storeLocation !== null);
}
