import type { Millis } from './item-state';
import type { ClaimCriterion, ShopLayout } from './policy';

export interface Claim {
  readonly channel: string;
  readonly order: string;
  readonly line: string;
  readonly paid: boolean;
  readonly placedAt: Millis;
}

/** By what claims are compared. Plain data, so that a stored decision can be made again after the policy has changed. */
export interface ClaimRules {
  readonly order: readonly ClaimCriterion[];
  /** Lower ranks first; a channel that is not named comes last. */
  readonly ranks: Readonly<Record<string, number>>;
}

export function claimRulesOf({ policy, ranks }: ShopLayout): ClaimRules {
  return { order: policy.claimOrder, ranks: Object.fromEntries(ranks) };
}

/**
 * Order of claims: by the criteria of the policy, then by ids. Negative when `a` is served before `b`. Total, so that the
 * same claims in any arrival order give the same order.
 */
export function compareClaims(rules: ClaimRules, a: Claim, b: Claim): number {
  const deciding = decidingCriterion(rules, a, b);
  if (deciding !== null) return compareBy(deciding, rules, a, b);
  return compareIds(a.channel, b.channel) || compareIds(a.order, b.order) || compareIds(a.line, b.line);
}

/** The first criterion by which two claims differ; null when only their ids tell them apart. */
export function decidingCriterion(rules: ClaimRules, a: Claim, b: Claim): ClaimCriterion | null {
  return rules.order.find((criterion) => compareBy(criterion, rules, a, b) !== 0) ?? null;
}

function compareBy(criterion: ClaimCriterion, { ranks }: ClaimRules, a: Claim, b: Claim): number {
  switch (criterion) {
    case 'paid':
      return Number(b.paid) - Number(a.paid);
    case 'rank':
      return (ranks[a.channel] ?? Number.MAX_SAFE_INTEGER) - (ranks[b.channel] ?? Number.MAX_SAFE_INTEGER);
    case 'placedAt':
      return a.placedAt - b.placedAt;
  }
}

/** Vendors count up their ids: of two that differ in length the shorter one is older. */
function compareIds(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}
