import { timeOrderedId } from '@tillbridge/persistence';
import type { Contest, ContestLoss, ContestOutcome } from '@tillbridge/stock-domain';
import type { Decision, OrderKey } from './ledger';

/** How an order is named among the orders of a contest. */
export const orderName = (channel: string, order: string): string => `${channel}/${order}`;

export function decisionRow(decision: Decision) {
  const { contest, losses, outcomes } = decision;
  return {
    at: decision.at.toISOString(),
    id: timeOrderedId(),
    item_id: decision.itemId,
    item_version: decision.itemVersion,
    policy_version: decision.policyVersion,
    cause_id: decision.causeId,
    orders: [...new Set(contest.contenders.map(({ channel, order }) => orderName(channel, order)))],
    contest,
    losses,
    outcomes,
    refused: decision.refused,
  };
}

export interface StoredDecision {
  at: Date;
  item_id: string;
  item_version: number;
  policy_version: number;
  cause_id: string;
  contest: Contest;
  losses: ContestLoss[];
  outcomes: ContestOutcome[] | null;
  refused: OrderKey | null;
}

export function decisionFrom(row: StoredDecision): Decision {
  return {
    itemId: row.item_id,
    itemVersion: row.item_version,
    policyVersion: row.policy_version,
    causeId: row.cause_id,
    at: row.at,
    contest: row.contest,
    losses: row.losses,
    outcomes: row.outcomes,
    refused: row.refused,
  };
}
