import { servedAtOnce, type Taker } from './max-flow';

// Who may not be served in parts has to find all its units in one pool. That is no flow any more: it is a flow for every way
// of sending each of them to one pool, and there are few places that have a choice.

/** More ways than this are not looked at: then nothing is left over. */
const waysMost = 2_000;

/** `units` of `more` that can be served beside what the others and `gone`, the same taker as it stands, take. */
export function leftOver(
  others: readonly Taker[],
  gone: Taker,
  more: Taker,
  pools: ReadonlyMap<string, number>,
  inParts: boolean,
): number {
  const left = servedAtOnce([...others, more], pools) - servedAtOnce([...others, gone], pools);
  if (inParts || left === 0) return left;
  let best = { others: -1, left: 0 };
  if (countWays(others) > waysMost) return 0;
  for (const way of waysOf(others)) {
    const served = servedAtOnce([...way, gone], pools);
    if (served < best.others) continue;
    const most = Math.max(...inOnePool(more).map((own) => servedAtOnce([...way, own], pools) - served));
    best = { others: served, left: served > best.others ? most : Math.max(best.left, most) };
  }
  return Math.max(0, Math.min(left, best.left));
}

/** As {@link servedAtOnce}, each taker from one pool where they may not be served in parts. */
export function mostServed(takers: readonly Taker[], pools: ReadonlyMap<string, number>, inParts: boolean): number {
  if (inParts || countWays(takers) > waysMost) return servedAtOnce(takers, pools);
  return Math.max(...waysOf(takers).map((way) => servedAtOnce(way, pools)));
}

function inOnePool(taker: Taker): readonly Taker[] {
  return [...taker.from].map((pool) => ({ ...taker, from: new Map([pool]) }));
}

/** Of a taker that may show anything nothing is known: it stays everywhere. */
const hasChoice = ({ units, from }: Taker): boolean => from.size > 1 && units > 0 && Number.isFinite(units);

const countWays = (takers: readonly Taker[]): number =>
  takers.reduce((ways, taker) => (hasChoice(taker) ? ways * taker.from.size : ways), 1);

function waysOf(takers: readonly Taker[]): readonly (readonly Taker[])[] {
  return takers.reduce<readonly (readonly Taker[])[]>(
    (ways, taker) => {
      const choices = hasChoice(taker) ? inOnePool(taker) : [taker];
      return ways.flatMap((way) => choices.map((choice) => [...way, choice]));
    },
    [[]],
  );
}
