import { allOfSome, everyStoreAgrees, pointsWhere, type Look } from './look';

/** What people did at the till with their hands showed in every store afterwards. */
export function tillChangeReached(look: Look, kind: 'delivery' | 'count' | 'till_return'): boolean {
  const changes = pointsWhere(look, ({ cause }) => cause.source === 'till' && cause.entry.kind === kind);
  return allOfSome(changes, (found) => everyStoreAgrees(look, found));
}
