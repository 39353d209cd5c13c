import { compareClaims, type Claim, type ClaimRules } from './claim-order';
import { isSameLine } from './keys';

/** A claim on the units of a contest, as it stood when it was decided. */
export interface Contender extends Claim {
  /** Units it can lose: still set aside within the contest, and on the shelf. */
  readonly units: number;
  /** Of those, units that no decision has accepted yet. */
  readonly undecided: number;
}

/** Everything a decision on scarce units rests on. Plain data: kept, it can be decided again and gives the same result. */
export interface Contest {
  readonly location: string;
  /** The location, and others whose units can serve it, for lines from there can be served from these. */
  readonly within: readonly string[];
  /** Units that are claimed at the location and not there. */
  readonly missing: number;
  /**
   * Of those, units that may lie there all the same: nothing accepted is lost as gone for want of them. Absent from what was
   * kept before anybody asked.
   */
  readonly mayBeThere?: number;
  readonly rules: ClaimRules;
  readonly contenders: readonly Contender[];
}

export interface ContestLoss {
  readonly channel: string;
  readonly order: string;
  readonly line: string;
  readonly units: number;
  readonly reason: LossReason;
}

export const lossReasons = {
  'too late': 'earlier claims had taken the last units when it arrived',
  unpaid: 'it was not paid yet when a paid order claimed the same units',
  gone: 'the units set aside for it left the shelf before it could be served',
  'not whole': 'another part of the order is short, and orders are served whole',
} as const;
export type LossReason = keyof typeof lossReasons;

/**
 * Who gives up what, so that nothing is missing any more: first what is not decided and not paid, then what is accepted
 * but not paid, then what is paid and not decided; accepted and paid only when the units have left the shelf. Each last in
 * claim order first. Never more than the contenders have. What is accepted loses nothing that may lie there all the same: it
 * takes proof that units are gone, and who is not paid yields no more units than paid claims get by it.
 */
export function arbitrate({ missing, mayBeThere = 0, rules, contenders }: Contest): readonly ContestLoss[] {
  const { fresh, unpaid, freshPaid, paid } = inTurn(rules, contenders);
  const tooLate = firstOf(fresh, missing, 'too late');
  const left = missing - unitsOf(tooLate);
  // Whoever is paid is served by what the unpaid have, whether or not they keep something else by it.
  const refused = firstOf(freshPaid, left - unitsOf(unpaid), 'too late');
  const proven = left - unitsOf(refused) - mayBeThere;
  const yielded = firstOf(unpaid, Math.min(proven, unitsOf(freshPaid) - unitsOf(refused)), 'unpaid');
  const gone = firstOf([...without(unpaid, yielded), ...paid], proven - unitsOf(yielded), 'gone');
  return [...tooLate, ...yielded, ...refused, ...gone];
}

type Share = Omit<ContestLoss, 'reason'>;

/** What each group of contenders can lose, the last in claim order first. */
function inTurn(rules: ClaimRules, contenders: readonly Contender[]) {
  const lastFirst = [...contenders].sort((a, b) => compareClaims(rules, b, a));
  const isPaidFor = (each: Contender) => each.paid && !isAddition(each);
  const undecided = (each: Contender) => share(each, each.undecided);
  const accepted = (each: Contender) => share(each, each.units - each.undecided);
  return {
    fresh: lastFirst.filter((each) => !isPaidFor(each)).map(undecided),
    freshPaid: lastFirst.filter(isPaidFor).map(undecided),
    unpaid: lastFirst.filter((each) => !each.paid).map(accepted),
    paid: lastFirst.filter((each) => each.paid).map(accepted),
  };
}

const share = ({ channel, order, line }: Contender, units: number): Share => ({ channel, order, line, units });

const unitsOf = (shares: readonly Share[]): number => shares.reduce((total, { units }) => total + units, 0);

/** The first `units` of these, given up for that reason. */
function firstOf(shares: readonly Share[], units: number, reason: LossReason): readonly ContestLoss[] {
  let left = Math.max(0, units);
  return shares.flatMap((most) => {
    const taken = Math.min(left, most.units);
    left -= taken;
    return taken > 0 ? [{ ...most, units: taken, reason }] : [];
  });
}

function without(shares: readonly Share[], taken: readonly ContestLoss[]): readonly Share[] {
  const left = (most: Share) => most.units - unitsOf(taken.filter((each) => isSameLine(each, most)));
  return shares.map((most) => ({ ...most, units: left(most) }));
}

/** A kept contest, decided again now, has the losses that were kept with it. */
export function replays(contest: Contest, losses: readonly ContestLoss[]): boolean {
  const inOrder = (all: readonly ContestLoss[]) =>
    JSON.stringify(all.map(({ channel, order, line, units, reason }) => [channel, order, line, units, reason]));
  return inOrder(arbitrate(contest)) === inOrder(losses);
}

/** What is added to an accepted order was not paid with it. */
export function isAddition({ units, undecided }: Contender): boolean {
  return undecided > 0 && undecided < units;
}
