import type { LineClaim } from './decide-order';
import { assertItem } from './invariants';
import type { ItemState } from './item-state';
import { order, paperLayout } from './paper-item';
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

/** Takes in each group of claims at its moment, and decides whatever falls due between them. */
export function arrive(
  item: ItemState,
  groups: readonly { at: number; claims: readonly LineClaim[] }[],
  layout: ShopLayout,
): ItemState {
  let state = item;
  for (const { at, claims } of groups) state = decided(order(state, ...claims), at, layout).item;
  for (let due = nextDue(state, groups); due !== null; due = nextDue(state, groups))
    state = decided(state, due, layout).item;
  return state;
}

function nextDue(item: ItemState, groups: readonly { at: number }[]): number | null {
  return revisitAt(item, groups.at(-1)!.at - 1_000);
}

/** Orders that have units. */
export const kept = (item: ItemState): readonly string[] =>
  item.promises
    .filter(({ owed, short }) => owed > short)
    .map((promise) => promise.order)
    .sort();
