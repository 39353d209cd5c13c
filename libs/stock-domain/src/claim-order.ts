import type { Millis, PromiseState } from './item-state';
import type { ShopLayout } from './policy';

export interface Claim {
  readonly channel: string;
  readonly order: string;
  readonly paid: boolean;
  readonly placedAt: Millis;
}

/**
 * Order of claims: paid before unpaid, then channel rank, then the vendor's placed-at time, then id. Negative when `a`
 * is served before `b`. The same claims in any arrival order give the same order.
 */
export function compareClaims(layout: ShopLayout, a: Claim, b: Claim): number {
  if (a.paid !== b.paid) return a.paid ? -1 : 1;
  const rank = rankOf(layout, a.channel) - rankOf(layout, b.channel);
  if (rank !== 0) return rank;
  if (a.placedAt !== b.placedAt) return a.placedAt - b.placedAt;
  if (a.channel !== b.channel) return a.channel < b.channel ? -1 : 1;
  if (a.order.length !== b.order.length) return a.order.length - b.order.length;
  return a.order < b.order ? -1 : a.order > b.order ? 1 : 0;
}

/** Who loses first among equals: the last in claim order. Negative when `a` loses before `b`. */
export function compareLosers(layout: ShopLayout, a: PromiseState, b: PromiseState): number {
  const claims = compareClaims(layout, b, a);
  if (claims !== 0) return claims;
  return a.line < b.line ? 1 : a.line > b.line ? -1 : 0;
}

function rankOf(layout: ShopLayout, channel: string): number {
  return layout.ranks.get(channel) ?? Number.MAX_SAFE_INTEGER;
}
