import type { Point } from '../history';
import { allOfSome, everyStoreAgrees, isLoweringOf, pointOf, pointsAfter, pointsWhere, type Look } from './look';

/** A phantom that stands longer than this sells. */
const loweredWithinMs = 15_000;

/**
 * Raised by hand above the truth, and brought back down soon by a write that was not the hand's, although somebody bought a
 * phantom unit in between, which looks like an ordinary order.
 */
export function handEditTakenBack(look: Look): boolean {
  const raised = pointsWhere(look, isRaiseByHand);
  return allOfSome(raised, (found) => {
    const { at, cause } = pointOf(found);
    const channel = cause.source === 'store' ? cause.channel : '';
    const after = pointsAfter(found);
    const lowered = after.findIndex((point) => isLoweringOf(channel, point));
    if (lowered < 0 || after[lowered]!.at - at > loweredWithinMs) return false;
    const bought = after.slice(0, lowered).some((point) => isOrderIn(channel, point));
    return bought && everyStoreAgrees(look, { history: found.history, index: found.index + 1 + lowered });
  });
}

function isRaiseByHand({ cause, sellable }: Point): boolean {
  if (cause.source !== 'store' || cause.entry.kind !== 'level_set' || cause.entry.by !== 'admin') return false;
  return cause.entry.to > cause.entry.from && cause.entry.to > sellable;
}

const isOrderIn = (channel: string, { cause }: Point): boolean =>
  cause.source === 'store' && cause.channel === channel && cause.entry.kind === 'order';
