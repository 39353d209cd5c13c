import { isDealt } from './escrow-mode';
import type { ItemState } from './item-state';
import { freeAtMost, levelAt } from './level';
import type { Part } from './parts';
import type { ShopLayout, StorePlace } from './policy';
import { servedAfter, type Served } from './raise-guard';

/** Where the units of a line are taken from: the first part is its own location, the others lie elsewhere. */
export type Parts = readonly [Part, ...Part[]];

/** The nearest location known to have units enough, else the nearest. */
export function nearestWithUnits(item: ItemState, serves: readonly string[], units: number): string {
  return serves.find((location) => hasUnits(item, location, units)) ?? serves[0];
}

/**
 * Where a new line of a place is served from: where units are dealt out, so that what stores show and others hold can still
 * be served; among such ways from one location, and from the nearest. It is divided, where policy allows that, only if no
 * single location does as well.
 */
export function partsFor(item: ItemState, place: StorePlace, units: number, layout: ShopLayout): Parts {
  const { serves } = place;
  if (serves.length === 1 || !serves.some((location) => isDealt(item, location)))
    return [{ location: nearestWithUnits(item, serves, units), units }];
  const after = (taken: ReadonlyMap<string, number>) => servedAfter(item, place, taken, layout);
  const whole = (location: string): ReadonlyMap<string, number> => new Map([[location, units]]);
  const [first, ...others] = serves.filter((location) => hasUnits(item, location, units));
  const one = first === undefined ? null : best(first, others, (location) => after(whole(location)));
  if (!layout.policy.splitLines || units <= 1)
    return [{ location: one ?? best(serves[0], serves.slice(1), (location) => after(whole(location))), units }];
  const divided = unitByUnit(item, place, units, after);
  if (one !== null && !isBetter(after(divided), after(whole(one)))) return [{ location: one, units }];
  const parts = serves.map((location) => ({ location, units: divided.get(location) ?? 0 }));
  const [own, ...elsewhere] = parts.filter((part) => part.units > 0);
  return own === undefined ? [{ location: serves[0], units }] : [own, ...elsewhere];
}

/** Gives each unit to where it harms least; those that no location has are missing at the first one that has any. */
function unitByUnit(
  item: ItemState,
  { serves }: StorePlace,
  units: number,
  after: (taken: ReadonlyMap<string, number>) => Served,
): ReadonlyMap<string, number> {
  const taken = new Map<string, number>();
  const oneMore = (location: string) => new Map(taken).set(location, (taken.get(location) ?? 0) + 1);
  for (let left = units; left > 0; left -= 1) {
    const able = serves.filter((location) => hasUnits(item, location, (taken.get(location) ?? 0) + 1));
    // Of equals the one that gives already: in as few parts as possible.
    const [first, ...others] = able.sort((a, b) => Number(taken.has(b)) - Number(taken.has(a)));
    if (first === undefined) {
      const missingAt = serves.find((location) => taken.has(location)) ?? serves[0];
      return taken.set(missingAt, (taken.get(missingAt) ?? 0) + left);
    }
    const location = best(first, others, (each) => after(oneMore(each)));
    taken.set(location, (taken.get(location) ?? 0) + 1);
  }
  return taken;
}

/** The first of the best. */
function best(first: string, others: readonly string[], after: (location: string) => Served): string {
  const start = { location: first, served: after(first) };
  return others.reduce((so, location) => {
    const served = after(location);
    return isBetter(served, so.served) ? { location, served } : so;
  }, start).location;
}

function isBetter(a: Served, b: Served): boolean {
  const differing = a.findIndex((units, index) => units !== b[index]);
  return differing >= 0 && a[differing] > b[differing];
}

function hasUnits(item: ItemState, location: string, units: number): boolean {
  return levelAt(item, location).mirror.row !== null && freeAtMost(item, location) >= units;
}
