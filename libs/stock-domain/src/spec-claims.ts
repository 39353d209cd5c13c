import { decideOrderLine, type LineClaim } from './decide-order';
import { assertItem } from './invariants';
import type { ItemState } from './item-state';
import { paperLayout } from './paper-item';
import type { Policy, ShopLayout } from './policy';
import { revisitAt } from './revisit';
import { settleClaims } from './settle-claims';

// Builders for specs of what is decided over several claims.

export const shop = (policy: Partial<Policy>): ShopLayout => ({
  ...paperLayout,
  policy: { ...paperLayout.policy, escrow: { ...paperLayout.policy.escrow, floorUnits: 2 }, ...policy },
});

export const ofB = { channel: 'store-b', storeLocation: '2' };

export function decided(item: ItemState, now: number, layout: ShopLayout) {
  const { items, losses } = settleClaims([item], layout, now);
  assertItem(items[0], now);
  return { item: items[0], losses };
}

/** One claim, and on which of the items. */
export interface Arrival {
  readonly at: number;
  readonly item: number;
  readonly claim: LineClaim;
}

/** Takes in all claims of each moment, and decides whatever falls due afterwards. */
export function arrive(
  items: readonly ItemState[],
  arrivals: readonly Arrival[],
  layout: ShopLayout,
): readonly ItemState[] {
  let state = items;
  const decide = (now: number): void => {
    state = settleClaims(state, layout, now).items;
    state.forEach((item) => assertItem(item, now));
  };
  const moments = [...new Set(arrivals.map(({ at }) => at))].sort((a, b) => a - b);
  for (const at of moments) {
    const own = arrivals.filter((arrival) => arrival.at === at);
    state = state.map((item, index) =>
      own
        .filter((arrival) => arrival.item === index)
        .reduce((so, { claim }) => decideOrderLine(so, claim, layout), item),
    );
    decide(at);
  }
  for (let due = nextDue(state, moments); due !== null; due = nextDue(state, moments)) decide(due);
  return state;
}

function nextDue(items: readonly ItemState[], moments: readonly number[]): number | null {
  const dues = items.flatMap((item) => revisitAt(item, moments.at(-1)! - 1_000) ?? []);
  return dues.length === 0 ? null : Math.min(...dues);
}

/** Orders that have units. */
export const kept = (item: ItemState): readonly string[] =>
  item.promises
    .filter(({ owed, short }) => owed > short)
    .map((promise) => promise.order)
    .sort();

/** How many units each line has got of each item. */
export const servedUnits = (items: readonly ItemState[]): Readonly<Record<string, number>> =>
  Object.fromEntries(
    items
      .flatMap(({ itemId, promises }) =>
        promises.map(({ order, line, owed, short }) => [`${order}/${line} ${itemId}`, owed - short] as const),
      )
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
