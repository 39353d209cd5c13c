import { compareClaims, type Claim, type ClaimRules } from './claim-order';

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
 * but not paid, then what is paid and not decided; accepted and paid only when the units have left the shelf, and it takes
 * proof that they have. Each last in claim order first. Never more than the contenders have.
 */
export function arbitrate({ missing, mayBeThere = 0, rules, contenders }: Contest): readonly ContestLoss[] {
  const lastFirst = [...contenders].sort((a, b) => compareClaims(rules, b, a));
  const isPaidFor = (each: Contender) => each.paid && !isAddition(each);
  const anyPaid = contenders.some((each) => each.undecided > 0 && isPaidFor(each));
  const acceptedOf = (each: Contender) => each.units - each.undecided;
  const yielding = [
    ...lastFirst.filter((each) => !isPaidFor(each)).map((each) => loss(each, each.undecided, 'too late')),
    ...lastFirst.filter(({ paid }) => !paid).map((each) => loss(each, acceptedOf(each), anyPaid ? 'unpaid' : 'gone')),
    ...lastFirst.filter(isPaidFor).map((each) => loss(each, each.undecided, 'too late')),
    ...lastFirst.filter(({ paid }) => paid).map((each) => loss(each, acceptedOf(each), 'gone')),
  ];
  const given = firstOf(
    yielding.filter(({ reason }) => reason !== 'gone'),
    missing,
  );
  const left = given.reduce((rest, { units }) => rest - units, missing);
  const gone = yielding.filter(({ reason }) => reason === 'gone');
  return [...given, ...firstOf(gone, left - mayBeThere)];
}

/** The first `units` of these. */
function firstOf(yielding: readonly ContestLoss[], units: number): readonly ContestLoss[] {
  let left = Math.max(0, units);
  return yielding.flatMap((most) => {
    const taken = Math.min(left, most.units);
    left -= taken;
    return taken > 0 ? [{ ...most, units: taken }] : [];
  });
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

function loss({ channel, order, line }: Contender, units: number, reason: LossReason): ContestLoss {
  return { channel, order, line, units, reason };
}
