import { allOfSome, everyStoreAgrees, pointsWhere, type Look } from './look';

/** What a customer gave up, and the store put back, every store sells again. */
export function cancelledUnitsCameBack(look: Look): boolean {
  const cancelled = pointsWhere(look, ({ cause }) => {
    if (cause.source !== 'store' || cause.entry.kind !== 'cancel') return false;
    return cause.entry.restock && cause.entry.by !== 'api';
  });
  return allOfSome(cancelled, (found) => everyStoreAgrees(look, found));
}
