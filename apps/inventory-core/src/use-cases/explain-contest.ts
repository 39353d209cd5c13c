import {
  compareClaims,
  lossReasons,
  replays,
  verdictOn,
  type Contender,
  type ContestLoss,
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
  readonly gaveUp: readonly { readonly units: number; readonly reason: string }[];
}

export interface ContestExplained {
  readonly at: string;
  readonly itemId: string;
  readonly sku: string | null;
  readonly location: string;
  readonly missing: number;
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
    missing: contest.missing,
    policyVersion: decision.policyVersion,
    causeId: decision.causeId,
    claims: claims.map((claim) => explainClaim(claim, losses, contest.rules.ranks[claim.channel] ?? null)),
    verdict: verdictIn(decision, order),
    refused: decision.refused,
    replays: replays(contest, losses),
  };
}

/** Whether it decided something for the order, and did not only leave it what it had. */
export function concerns({ contest, losses }: Decision, order: OrderKey): boolean {
  return (
    losses.some((loss) => isOf(order, loss)) ||
    contest.contenders.some((claim) => isOf(order, claim) && claim.undecided > 0)
  );
}

/** Whether the order gave something up in a contest that stands, or that it was refused after. */
export function hasLost({ losses, refused }: Decision, order: OrderKey): boolean {
  return losses.some((loss) => isOf(order, loss)) && (refused === null || isOf(order, refused));
}

export const isOf = (order: OrderKey, other: OrderKey): boolean =>
  order.channel === other.channel && order.order === other.order;

function explainClaim(claim: Contender, losses: readonly ContestLoss[], rank: number | null): ClaimExplained {
  const { channel, order, line, paid, placedAt, units, undecided } = claim;
  const gaveUp = losses
    .filter((loss) => isOf(claim, loss) && loss.line === line)
    .map((loss) => ({ units: loss.units, reason: lossReasons[loss.reason] }));
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
  };
}

/** {@link verdictOn}, and what it means where orders are served whole. */
export function verdictIn({ contest, losses, refused }: Decision, order: OrderKey): string {
  const verdict = verdictOn(contest, losses, order);
  if (refused === null) return verdict;
  if (!isOf(order, refused)) return `${verdict}; decided again without ${nameOf(refused)}, which was refused whole`;
  if (losses.some((loss) => isOf(order, loss))) return `${verdict}; orders are served whole, so it got nothing new`;
  return 'short of another line; orders are served whole, so what it had claimed here served the next';
}

export const nameOf = ({ channel, order }: OrderKey): string => `order ${order} of ${channel}`;
