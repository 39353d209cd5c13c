import { isAddition, type Contender, type Contest } from './arbitrate';
import { decidingCriterion, type ClaimRules } from './claim-order';
import { gaveWayIn, lostIn, type ContestOutcome } from './contest-outcome';
import { isSameLine, isSameOrder, type OrderKey } from './keys';

/** Units of one claim that yield together, and what became of them in the contest. */
interface Portion {
  readonly of: Contender;
  readonly isAccepted: boolean;
  /** What stayed its own. */
  readonly kept: number;
  readonly gaveWay: number;
  /** Of what gave way, what was not served from elsewhere. */
  readonly lost: number;
}

const criteria = ['accepted', 'paid', 'addition', 'rank', 'placedAt', 'id'] as const;
type Criterion = (typeof criteria)[number];

/** Why an order kept what it claimed in a contest, or gave some of it up, in one sentence for a person. */
export function verdictOn(contest: Contest, outcomes: readonly ContestOutcome[], order: OrderKey): string {
  const portions = contest.contenders.flatMap((each) => portionsOf(each, outcomes));
  const isOwn = ({ of }: Portion) => isSameOrder(of, order);
  const own = portions.filter(isOwn);
  const others = portions.filter((portion) => !isOwn(portion));
  const served = servedInstead(outcomes, order);
  if (own.some(({ lost }) => lost > 0)) return whyLost(contest, own, others, outcomes);
  return served === null
    ? whyWon(contest, own, others)
    : `lost nothing: ${served}, because ${whyGaveWay(contest, own, others, outcomes)}`;
}

function servedInstead(outcomes: readonly ContestOutcome[], order: OrderKey): string | null {
  const parts = outcomes.filter((each) => isSameOrder(each, order)).flatMap(({ servedFrom }) => servedFrom);
  const units = parts.reduce((total, part) => total + part.units, 0);
  const from = [...new Set(parts.map(({ location }) => location))].join(' and ');
  return units === 0 ? null : `${units} ${units === 1 ? 'is' : 'are'} served from ${from} instead`;
}

function whyWon({ rules }: Contest, own: readonly Portion[], others: readonly Portion[]): string {
  const pairs = own.flatMap((ahead) =>
    others.filter(({ gaveWay }) => gaveWay > 0).map((behind) => ({ ahead, behind })),
  );
  const reasons = inOrder(pairs.map((pair) => ({ ...pair, why: whyAhead(rules, pair.ahead, pair.behind) }))).map(
    ({ why, ahead, behind }) => wonBecause(why, ahead.of.channel, behind.of.channel),
  );
  return reasons.length === 0 ? 'won: nobody had to give up anything' : `won because ${listed(reasons)}`;
}

function whyLost(
  contest: Contest,
  own: readonly Portion[],
  others: readonly Portion[],
  outcomes: readonly ContestOutcome[],
): string {
  const lost = own.reduce((total, portion) => total + portion.lost, 0);
  const all = own.reduce((total, portion) => total + portion.kept + portion.gaveWay, 0);
  const because = whyGaveWay(contest, own, others, outcomes);
  return `lost ${lost}${all > lost ? ` of ${all}` : ''} because ${because}`;
}

function whyGaveWay(
  { rules }: Contest,
  own: readonly Portion[],
  others: readonly Portion[],
  outcomes: readonly ContestOutcome[],
): string {
  const yielding = own.filter(({ gaveWay }) => gaveWay > 0);
  const kept = own.reduce((total, portion) => total + portion.kept, 0);
  const pairs = yielding.flatMap((behind) =>
    others.filter((each) => each.kept > 0).map((ahead) => ({ ahead, behind })),
  );
  const reasons = inOrder(pairs.map((pair) => ({ ...pair, why: whyAhead(rules, pair.ahead, pair.behind) }))).map(
    ({ why, ahead, behind }) => lostBecause(why, behind.of.channel, ahead.of.channel),
  );
  const hasLeft = yielding.some(({ of }) => outcomes.some((each) => each.reason === 'gone' && isSameLine(of, each)));
  const all = [...(hasLeft ? ['the units had left the shelf'] : []), ...reasons];
  if (all.length > 0) return listed(all);
  return kept > 0 ? `only ${kept} ${kept === 1 ? 'was' : 'were'} there` : 'none were left';
}

/** What was new comes short as too late; every other reason takes what had been accepted. */
function portionsOf(of: Contender, outcomes: readonly ContestOutcome[]): readonly Portion[] {
  const portion = (units: number, isAccepted: boolean): Portion => {
    const asked = outcomes.filter((each) => isSameLine(of, each) && (each.reason !== 'too late') === isAccepted);
    const sumOf = (count: (each: ContestOutcome) => number) => asked.reduce((total, each) => total + count(each), 0);
    const gaveWay = sumOf(gaveWayIn);
    return { of, isAccepted, kept: units - gaveWay, gaveWay, lost: sumOf(lostIn) };
  };
  return [portion(of.undecided, false), portion(of.units - of.undecided, true)].filter(
    ({ kept, gaveWay }) => kept + gaveWay > 0,
  );
}

/** The first thing that puts one before the other, as `arbitrate` asks for it. */
function whyAhead(rules: ClaimRules, ahead: Portion, behind: Portion): Criterion {
  const isPaid = ({ of, isAccepted }: Portion) => of.paid && (isAccepted || !isAddition(of));
  if (isPaid(ahead) && !behind.of.paid) return 'paid';
  if (ahead.isAccepted && !behind.isAccepted) return 'accepted';
  if (isPaid(ahead) && !isPaid(behind)) return 'addition';
  return decidingCriterion(rules, ahead.of, behind.of) ?? 'id';
}

interface Reasoned {
  readonly why: Criterion;
  readonly ahead: Portion;
  readonly behind: Portion;
}

function inOrder(reasons: readonly Reasoned[]): readonly Reasoned[] {
  return [...reasons].sort((a, b) => criteria.indexOf(a.why) - criteria.indexOf(b.why));
}

function wonBecause(why: Criterion, own: string, other: string): string {
  switch (why) {
    case 'accepted':
      return 'it had been accepted before the others came';
    case 'paid':
      return 'it was paid';
    case 'addition':
      return 'what is added to an accepted order yields first';
    case 'rank':
      return `${own} ranks before ${other}`;
    case 'placedAt':
      return 'it was placed earlier';
    case 'id':
      return 'its id comes first';
  }
}

function lostBecause(why: Criterion, own: string, other: string): string {
  switch (why) {
    case 'accepted':
      return 'others had been accepted before it came';
    case 'paid':
      return 'it was not paid';
    case 'addition':
      return 'it was added to an accepted order, and that yields first';
    case 'rank':
      return `${own} ranks after ${other}`;
    case 'placedAt':
      return 'it was placed later';
    case 'id':
      return 'its id comes after';
  }
}

function listed(reasons: readonly string[]): string {
  const distinct = [...new Set(reasons)];
  const last = distinct.at(-1) ?? '';
  return distinct.length < 2 ? last : `${distinct.slice(0, -1).join(', ')}, and ${last}`;
}
