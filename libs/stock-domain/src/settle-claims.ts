import { isWaitingForRivals, openWindows, undecidedUnits } from './arbitration-window';
import { lossReasons } from './arbitrate';
import { claimRulesOf, compareClaims, type ClaimRules } from './claim-order';
import type { ItemState, Millis, PromiseState } from './item-state';
import { isSameOrder, type OrderKey } from './keys';
import { denied, locationsOf, setAsideAt } from './parts';
import { planPosts } from './posts';
import type { ShopLayout } from './policy';
import { settleShortage } from './settle-shortage';
import type { DecidedContest, Loss } from './shortage';

export interface ClaimsDecision {
  readonly items: readonly ItemState[];
  readonly losses: readonly Loss[];
  readonly contests: readonly ItemContest[];
}

export interface ItemContest extends DecidedContest {
  readonly itemId: string;
  /** Orders are served whole, and this one was refused: the contest was decided again without it. null where it stands. */
  readonly refused: OrderKey | null;
}

/**
 * Decides the claims on several items at once. Where orders are served whole, one that would be short of anything new gets
 * nothing, and what it had claimed serves the next. The first of them that cannot be whole gives way first: only claims
 * before it could have left it more, and those are whole.
 */
export function settleClaims(items: readonly ItemState[], layout: ShopLayout, now: Millis): ClaimsDecision {
  let state = openWindows(items, layout, now);
  if (layout.policy.orders === 'partial') return settleEach(state, layout, now);
  const rules = claimRulesOf(layout);
  const refusals: Loss[] = [];
  const contests: ItemContest[] = [];
  for (;;) {
    const decision = settleEach(state, layout, now);
    const broken = brokenOrders(state, decision.losses, now);
    const [first] = [...broken].sort((a, b) => servedFirst(a, b, rules));
    if (first === undefined)
      return { ...decision, losses: [...refusals, ...decision.losses], contests: [...contests, ...decision.contests] };
    const { channel, order } = first;
    contests.push(...decision.contests.map((each) => ({ ...each, refused: { channel, order } })));
    const without = state.map((item) => refuse(item, first, now));
    refusals.push(...without.flatMap(({ losses }) => losses));
    state = without.map(({ item }) => item);
  }
}

/** As contests serve what is undecided: what is paid before what is not, each in claim order. */
function servedFirst(a: PromiseState, b: PromiseState, rules: ClaimRules): number {
  return Number(b.paid) - Number(a.paid) || compareClaims(rules, a, b);
}

function settleEach(items: readonly ItemState[], layout: ShopLayout, now: Millis): ClaimsDecision {
  const decisions = items.map((item) => settleShortage(item, layout, now));
  return {
    items: decisions.map(({ item }) => item),
    losses: decisions.flatMap(({ losses }) => losses),
    contests: decisions.flatMap(({ item: { itemId }, contests }) =>
      contests.map((decided) => ({ ...decided, itemId, refused: null })),
    ),
  };
}

const isOf = (order: OrderKey) => (each: OrderKey) => isSameOrder(each, order);

/** Orders that lost something of what was decided now, and kept something else of it. */
function brokenOrders(items: readonly ItemState[], losses: readonly Loss[], now: Millis): readonly PromiseState[] {
  const lost = losses.filter(({ reason, moveTo }) => moveTo === null && reason === lossReasons['too late']);
  const claims = items.flatMap(({ promises }) => promises.filter((promise) => decidable(promise, now) > 0));
  return lost.flatMap((loss) => {
    const own = claims.filter(isOf(loss));
    const claimed = own.reduce((total, promise) => total + decidable(promise, now), 0);
    const short = lost.filter(isOf(loss)).reduce((total, { units }) => total + units, 0);
    return short < claimed ? own.slice(0, 1) : [];
  });
}

function decidable(promise: PromiseState, now: Millis): number {
  return isWaitingForRivals(promise, now) ? 0 : undecidedUnits(promise);
}

/** What is not accepted yet of this order becomes short. */
function refuse(item: ItemState, order: OrderKey, now: Millis): { item: ItemState; losses: readonly Loss[] } {
  const losses: Loss[] = [];
  const promises = item.promises.map((promise) => {
    if (!isOf(order)(promise)) return promise;
    return planPosts(
      locationsOf(promise).reduce((state, location) => {
        const units = Math.min(decidable(state, now), Math.max(0, setAsideAt(state, location)));
        if (units === 0) return state;
        const { channel, order: id, line } = state;
        losses.push({ channel, order: id, line, location, units, reason: lossReasons['not whole'], moveTo: null });
        return denied(state, location, units);
      }, promise),
    );
  });
  return { item: losses.length === 0 ? item : { ...item, promises }, losses };
}
