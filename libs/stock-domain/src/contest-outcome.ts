import type { Contest, ContestLoss } from './arbitrate';
import type { PromiseState } from './item-state';
import { locationsOf, setAsideAt } from './parts';
import type { Loss } from './shortage';

/**
 * What came of one loss that arbitration asked for. Plain data, kept beside the contest: what else was free at that moment
 * is not in the contest, and decides whether anybody lost anything.
 */
export interface ContestOutcome extends ContestLoss {
  /** Where it gave them up. */
  readonly location: string;
  /** Units the line is short of since. */
  readonly short: number;
  /** Units lost here that another place of its store has, to which the store is asked to move the line; null: not moved. */
  readonly moved: { readonly units: number; readonly to: string } | null;
  /** Units that other locations of its place serve since: nobody lost them. */
  readonly servedFrom: readonly { readonly location: string; readonly units: number }[];
}

/**
 * @param location where the units of the contest were missing.
 * @param lost what the line lost of `asked`, if anything.
 */
export function outcomeOf(
  asked: ContestLoss,
  location: string,
  before: PromiseState,
  after: PromiseState,
  lost: readonly Pick<Loss, 'location' | 'units' | 'moveTo'>[],
): ContestOutcome {
  const { channel, order, line, units, reason } = asked;
  const key = { channel, order, line, units, reason, location: lost[0]?.location ?? location };
  const short = lost.reduce((total, each) => total + (each.moveTo === null ? each.units : 0), 0);
  const [moved] = lost.flatMap(({ units: all, moveTo }) => (moveTo === null ? [] : [{ units: all, to: moveTo }]));
  if (moved !== undefined) return { ...key, short, moved, servedFrom: [] };
  const servedFrom = [...new Set(locationsOf(after))]
    .map((from) => ({ location: from, units: setAsideAt(after, from) - setAsideAt(before, from) }))
    .filter((part) => part.units > 0);
  return { ...key, short, moved: null, servedFrom };
}

/** For contests of which only the losses were kept: as if all that was asked for was lost. */
export function asAsked({ location }: Contest, losses: readonly ContestLoss[]): readonly ContestOutcome[] {
  return losses.map((loss) => ({ ...loss, location, short: loss.units, moved: null, servedFrom: [] }));
}

/** Units that the line does without, or that its store has to move. */
export const lostIn = ({ short, moved }: ContestOutcome): number => short + (moved?.units ?? 0);

/** Of what was asked for, what was given up, lost or served from elsewhere. */
export function gaveWayIn(outcome: ContestOutcome): number {
  const served = outcome.servedFrom.reduce((total, { units }) => total + units, 0);
  return Math.min(outcome.units, lostIn(outcome) + served);
}
