/** A place that may be dealt units of one location. Lower ranks come first, then names. */
export interface Dealt {
  readonly name: string;
  readonly rank: number;
  /** Of what it may show: units that are held for it. They are taken from it for nobody. */
  readonly kept: number;
  /** Units before anything is dealt by weight. */
  readonly floor: number;
  readonly weight: number;
  /** What it may show now. */
  readonly present: number;
  readonly most: number;
}

/**
 * Deals units to places: what is held for them first, floors next, then each unit where most weight stands behind it, its own units counted (the
 * divisors of Sainte-Lague: proportional, and a unit more for all takes none from anybody). What a place shows already it
 * keeps, until another's weight is higher by `hysteresis`: while a unit moves, nobody can sell it.
 */
export function dealOut(units: number, places: readonly Dealt[], hysteresis: number): ReadonlyMap<string, number> {
  const order = [...places].sort((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : 1));
  const got = new Map(order.map((place) => [place.name, Math.min(place.present, place.most)]));
  const has = (place: Dealt): number => got.get(place.name) ?? 0;
  const change = (place: Dealt, by: number): void => void got.set(place.name, has(place) + by);
  const total = (): number => order.reduce((sum, place) => sum + has(place), 0);
  const next = (): Dealt | undefined =>
    highest(
      order.filter((place) => has(place) < place.most),
      (place) => claimTo(place, has(place) + 1),
    );
  const last = (): Dealt | undefined =>
    lowest(
      order.filter((place) => has(place) > 0),
      (place) => claimTo(place, has(place)),
    );
  for (let over = total() - units; over > 0; over -= 1) {
    const loser = last();
    if (loser !== undefined) change(loser, -1);
  }
  for (let rest = units - total(); rest > 0; rest -= 1) {
    const winner = next();
    if (winner === undefined) return got;
    change(winner, 1);
  }
  for (let moves = units; moves > 0; moves -= 1) {
    const [winner, loser] = [next(), last()];
    if (winner === undefined || loser === undefined) return got;
    if (claimTo(winner, has(winner) + 1) <= (1 + hysteresis) * claimTo(loser, has(loser))) return got;
    change(loser, -1);
    change(winner, 1);
  }
  return got;
}

/** What stands behind a unit of a floor: more than any weight, and less than whoever holds a unit. */
const ofFloor = Number.MAX_VALUE;

/** What stands behind the `nth` unit of a place. */
function claimTo({ kept, floor, weight }: Dealt, nth: number): number {
  if (nth <= kept) return Number.POSITIVE_INFINITY;
  return nth <= floor ? ofFloor : weight / (2 * nth - 1);
}

/** The first of equals. */
function highest(places: readonly Dealt[], claim: (place: Dealt) => number): Dealt | undefined {
  return places.reduce<Dealt | undefined>(
    (best, place) => (best === undefined || claim(place) > claim(best) ? place : best),
    undefined,
  );
}

/** The last of equals. */
function lowest(places: readonly Dealt[], claim: (place: Dealt) => number): Dealt | undefined {
  return places.reduce<Dealt | undefined>(
    (worst, place) => (worst === undefined || claim(place) <= claim(worst) ? place : worst),
    undefined,
  );
}
