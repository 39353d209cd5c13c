/** Somewhere that needs units, and how many of them it may take from each pool. */
export interface Taker {
  readonly name: string;
  readonly units: number;
  readonly from: ReadonlyMap<string, number>;
}

/**
 * How many of the wanted units can be served at once, each pool giving no more than it has: a maximum flow, found by
 * giving each taker what is left and moving others to pools that still have some. Exact, whatever the order of the takers.
 */
export function servedAtOnce(takers: readonly Taker[], pools: ReadonlyMap<string, number>): number {
  const left = new Map(pools);
  const given = takers.map(() => new Map<string, number>());
  let served = 0;
  takers.forEach((taker, index) => {
    let wanted = Math.min(taker.units, mostFrom(taker));
    while (wanted > 0) {
      const path = findPath(takers, given, left, index);
      if (path === null) break;
      const units = Math.min(wanted, path.units);
      take(path, units, given, left);
      wanted -= units;
      served += units;
    }
  });
  return served;
}

const mostFrom = ({ from }: Taker): number => [...from.values()].reduce((total, units) => total + units, 0);

/** One taker takes from a pool; where that has none left, another one that takes from it moves on to the next pool. */
interface Step {
  readonly taker: number;
  readonly pool: string;
  /** null for the taker that wants more. */
  readonly after: Step | null;
}

interface Path {
  readonly last: Step;
  readonly units: number;
}

function findPath(
  takers: readonly Taker[],
  given: readonly Map<string, number>[],
  left: ReadonlyMap<string, number>,
  start: number,
): Path | null {
  const seen = new Set<string>();
  const queue: { taker: number; after: Step | null; units: number }[] = [
    { taker: start, after: null, units: Number.POSITIVE_INFINITY },
  ];
  for (const { taker, after, units } of queue) {
    for (const [pool, most] of takers[taker].from) {
      const room = most - (given[taker].get(pool) ?? 0);
      if (room <= 0 || seen.has(pool)) continue;
      seen.add(pool);
      const step: Step = { taker, pool, after };
      const reach = Math.min(units, room);
      const free = left.get(pool) ?? 0;
      if (free > 0) return { last: step, units: Math.min(reach, free) };
      given.forEach((gifts, other) => {
        const moved = gifts.get(pool) ?? 0;
        if (moved > 0) queue.push({ taker: other, after: step, units: Math.min(reach, moved) });
      });
    }
  }
  return null;
}

function take({ last }: Path, units: number, given: readonly Map<string, number>[], left: Map<string, number>): void {
  left.set(last.pool, (left.get(last.pool) ?? 0) - units);
  for (let step: Step | null = last; step !== null; step = step.after) {
    add(given[step.taker], step.pool, units);
    if (step.after !== null) add(given[step.taker], step.after.pool, -units);
  }
}

function add(units: Map<string, number>, pool: string, more: number): void {
  units.set(pool, (units.get(pool) ?? 0) + more);
}
