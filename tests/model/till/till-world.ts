import type { World } from '../explore';
import { answers, grants, orders } from './gateway';
import { isAtRest, measured, mistakeOf, wrongWith } from './judge';
import { canonical } from './moments';
import { refusals } from './refusals';
import { reads, recordPolls } from './reader';
import type { Rules } from './rules';
import { shopOf, tickMs, type Shop, type Wanted } from './shop';
import { firstState, type TillState } from './state';
import { happenings, recordings, time, withoutOldRows } from './till';

/** One item at one location of the till. `broken` takes rules out, or puts worse ones in their place. */
export function tillWorld(wanted: Wanted, broken: Partial<Rules> = {}): World<TillState> {
  const shop = shopOf(wanted, broken);
  return {
    name: wanted.name,
    first: canonical(firstState(shop), shop.settleMs),
    *steps(state) {
      const before = measured(state, shop);
      for (const [label, next] of stepsFrom(state, shop)) {
        const mistake = mistakeOf(before, next, shop);
        yield [label, canonical(withoutOldRows({ ...next, mistake }), shop.settleMs)];
      }
    },
    wrong: (state) => wrongWith(state, shop),
    isAtRest: (state) => isAtRest(state, shop),
    statesMax: 200_000,
  };
}

function* stepsFrom(state: TillState, shop: Shop): Iterable<readonly [label: string, next: TillState]> {
  yield* orders(state, shop);
  yield* grants(state, shop);
  yield* recordings(state, shop);
  yield* answers(state, shop);
  yield* refusals(state, shop);
  yield* happenings(state, shop);
  yield* reads(state, shop);
  yield* recordPolls(state, shop);
  yield* time(state, shop, tickMs);
}
