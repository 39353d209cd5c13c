import {
  asAsked,
  compareClaims,
  isSameLine,
  isSameOrder,
  lossReasons,
  lostIn,
  replays,
  verdictOn,
  type Contender,
  type ContestOutcome,
} from '@tillbridge/stock-domain';
import type { Decision, OrderKey } from '../ledger/ledger';

/** One claim of a contest, and what it gave up. */
export interface ClaimExplained {
  readonly channel: string;
  readonly order: string;
  readonly line: string;
  readonly paid: boolean;
  /** ISO time, as the vendor says. */
  readonly placedAt: string;
  /** Lower is served first; null for a channel that the rules did not name, which comes last. */
  readonly rank: number | null;
  readonly units: number;
  /** Of these, units that an earlier decision had accepted; the rest was new. */
  readonly accepted: number;
  readonly gaveUp: readonly { readonly units: number; readonly reason: string; readonly movedTo: string | null }[];
  /** Units that gave way, and that other locations of its place serve since. */
  readonly servedInstead: ContestOutcome['servedFrom'];
}

export interface ContestExplained {
  readonly at: string;
  readonly itemId: string;
  readonly sku: string | null;
  readonly location: string;
  /** The location, and others whose units could serve it. */
  readonly within: readonly string[];
  readonly missing: number;
  /** Of those, units that might lie there all the same; they cost nobody what had been accepted. */
  readonly mayBeThere: number;
  readonly policyVersion: number;
  readonly causeId: string;
  /** In claim order. */
  readonly claims: readonly ClaimExplained[];
  /** What came of it for the order that is asked for. */
  readonly verdict: string;
  /** The order that was refused whole afterwards: the contest was decided again without it. null where it stands. */
  readonly refused: OrderKey | null;
  /** Decided again now, from what was kept, it has the same losses. */
  readonly replays: boolean;
}

export function explainContest(decision: Decision, order: OrderKey, sku: string | null): ContestExplained {
  const { contest, losses } = decision;
  const claims = [...contest.contenders].sort((a, b) => compareClaims(contest.rules, a, b));
  return {
    at: decision.at.toISOString(),
    itemId: decision.itemId,
    sku,
    location: contest.location,
    within: contest.within,
    missing: contest.missing,
    mayBeThere: contest.mayBeThere ?? 0,
    policyVersion: decision.policyVersion,
    causeId: decision.causeId,
    claims: claims.map((claim) =>
      explainClaim(claim, outcomesIn(decision), contest.rules.ranks[claim.channel] ?? null),
    ),
    verdict: verdictIn(decision, order),
    refused: decision.refused,
    replays: replays(contest, losses),
  };
}

/** Whether it decided something for the order, and did not only leave it what it had. */
export function concerns(decision: Decision, order: OrderKey): boolean {
  return (
    outcomesIn(decision).some((outcome) => isSameOrder(order, outcome)) ||
    decision.contest.contenders.some((claim) => isSameOrder(order, claim) && claim.undecided > 0)
  );
}

/** Whether the order gave something up in a contest that stands, or that it was refused after. */
export function hasLost(decision: Decision, order: OrderKey): boolean {
  const { refused } = decision;
  return losesIn(decision, order) && (refused === null || isSameOrder(order, refused));
}

function losesIn(decision: Decision, order: OrderKey): boolean {
  return outcomesIn(decision).some((outcome) => isSameOrder(order, outcome) && lostIn(outcome) > 0);
}

const outcomesIn = ({ contest, losses, outcomes }: Decision): readonly ContestOutcome[] =>
  outcomes ?? asAsked(contest, losses);

function explainClaim(claim: Contender, outcomes: readonly ContestOutcome[], rank: number | null): ClaimExplained {
  const { channel, order, line, paid, placedAt, units, undecided } = claim;
  const own = outcomes.filter((outcome) => isSameLine(claim, outcome));
  const gaveUp = own
    .filter((outcome) => lostIn(outcome) > 0)
    .map((outcome) => ({
      units: lostIn(outcome),
      reason: lossReasons[outcome.reason],
      movedTo: outcome.moved?.to ?? null,
    }));
  return {
    channel,
    order,
    line,
    paid,
    placedAt: new Date(placedAt).toISOString(),
    rank,
    units,
    accepted: units - undecided,
    gaveUp,
    servedInstead: own.flatMap(({ servedFrom }) => servedFrom),
  };
}

/** Where it lost units in this contest. */
export function lostAt(decision: Decision, order: OrderKey): readonly string[] {
  const own = outcomesIn(decision).filter((outcome) => isSameOrder(order, outcome) && lostIn(outcome) > 0);
  return own.map(({ location }) => location);
}

/** {@link verdictOn}, and what it means where orders are served whole. */
export function verdictIn(decision: Decision, order: OrderKey): string {
  const { contest, refused } = decision;
  const verdict = verdictOn(contest, outcomesIn(decision), order);
  if (refused === null) return verdict;
  if (!isSameOrder(order, refused))
    return `${verdict}; decided again without ${nameOf(refused)}, which was refused whole`;
  if (losesIn(decision, order)) return `${verdict}; orders are served whole, so it got nothing new`;
  return 'short of another line; orders are served whole, so what it had claimed here served the next';
}

export const nameOf = ({ channel, order }: OrderKey): string => `order ${order} of ${channel}`;
