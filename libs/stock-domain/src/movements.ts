import { grossOf } from '@tillbridge/level-mirror';
import { levelAt, reservedAt } from './level';
import type { HoldBucket, ItemState } from './item-state';
import { locationsMovedBy } from './parts';

export type MovementKind =
  'opening' | 'till' | 'order' | 'displacement' | 'post' | 'fold' | 'store' | 'hold' | 'edit' | 'count';

/** One immutable ledger line: how a decision moved one level. A level is the fold of its movements. */
export interface Movement {
  readonly location: string;
  readonly kind: MovementKind;
  /** Change of the sum of facts, of the units set aside, and of the unexplained units missing at the till. */
  readonly gross: number;
  readonly reserved: number;
  readonly claim: number;
  /** Change of the units in holds as they are kept: those that have run out count until a decision has dropped them. */
  readonly held: number;
}

/** What a step changed, location by location; nothing for a location it left alone. */
export function movementsBetween(before: ItemState, after: ItemState, kind: MovementKind): readonly Movement[] {
  const held = heldBetween(before.holds, after.holds);
  // Most decisions on a hot item move its holds alone.
  if (before.levels === after.levels && before.promises === after.promises && before.adjustments === after.adjustments)
    return [...held].flatMap(([location, units]) =>
      units === 0 ? [] : [{ location, kind, gross: 0, reserved: 0, claim: 0, held: units }],
    );
  const locations = new Set([
    ...held.keys(),
    ...before.levels.map((level) => level.location),
    ...after.levels.map((level) => level.location),
    ...after.promises.flatMap(locationsMovedBy),
    ...after.adjustments.map(({ location }) => location),
  ]);
  return [...locations]
    .map((location) => movementAt(before, after, location, kind, held.get(location) ?? 0))
    .filter(({ gross, reserved, claim, held: units }) => gross !== 0 || reserved !== 0 || claim !== 0 || units !== 0);
}

/** By location. */
function heldBetween(before: readonly HoldBucket[], after: readonly HoldBucket[]): ReadonlyMap<string, number> {
  const change = new Map<string, number>();
  if (before === after) return change;
  const add = ({ location }: HoldBucket, units: number) => change.set(location, (change.get(location) ?? 0) + units);
  for (const bucket of before) add(bucket, -bucket.units);
  for (const bucket of after) add(bucket, bucket.units);
  return change;
}

function movementAt(before: ItemState, after: ItemState, location: string, kind: MovementKind, held: number): Movement {
  const old = levelAt(before, location).mirror;
  const fresh = levelAt(after, location).mirror;
  const opening = old.base === null && fresh.base !== null;
  return {
    location,
    kind: opening ? 'opening' : kind,
    gross: grossOf(fresh) - grossOf(old),
    reserved: reservedAt(after, location) - reservedAt(before, location),
    claim: fresh.claim - old.claim,
    held,
  };
}
