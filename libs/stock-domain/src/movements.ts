import { grossOf } from '@tillbridge/level-mirror';
import { levelAt, reservedAt } from './level';
import type { ItemState } from './item-state';
import { locationsOf } from './parts';

export type MovementKind = 'opening' | 'till' | 'order' | 'displacement' | 'post' | 'fold' | 'store' | 'cart';

/** One immutable ledger line: how a decision moved one level. A level is the fold of its movements. */
export interface Movement {
  readonly location: string;
  readonly kind: MovementKind;
  /** Change of the sum of facts, of the units set aside, and of the unexplained units missing at the till. */
  readonly gross: number;
  readonly reserved: number;
  readonly claim: number;
}

/** What a step changed, location by location; nothing for a location it left alone. */
export function movementsBetween(before: ItemState, after: ItemState, kind: MovementKind): readonly Movement[] {
  const locations = new Set([
    ...before.levels.map((level) => level.location),
    ...after.levels.map((level) => level.location),
    ...after.promises.flatMap(locationsOf),
  ]);
  return [...locations]
    .map((location) => movementAt(before, after, location, kind))
    .filter((movement) => movement.gross !== 0 || movement.reserved !== 0 || movement.claim !== 0);
}

function movementAt(before: ItemState, after: ItemState, location: string, kind: MovementKind): Movement {
  const old = levelAt(before, location).mirror;
  const fresh = levelAt(after, location).mirror;
  const opening = old.base === null && fresh.base !== null;
  return {
    location,
    kind: opening ? 'opening' : kind,
    gross: grossOf(fresh) - grossOf(old),
    reserved: reservedAt(after, location) - reservedAt(before, location),
    claim: fresh.claim - old.claim,
  };
}
