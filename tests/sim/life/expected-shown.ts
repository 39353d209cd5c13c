import type { Plan } from './plan';

/** What there is of one item when all is quiet, and what its stores show of it. */
export interface Quiet {
  /** As the till shows, by outlet. */
  readonly tillLevels: readonly number[];
  /** Units that people took off a store's level by hand: nobody knows at which outlet they are missing. */
  readonly missing: number;
  readonly shown: readonly number[];
}

type Kept = Pick<Plan, 'mode' | 'policy'>;

/**
 * Units by which stores show something else than the policy says. Units of an outlet are shown in every store, or dealt out so
 * that one store has each; as a shop has it that says nothing each outlet goes its own way, by how few units are left there.
 */
export function unitsOff(quiet: Quiet, { mode, policy }: Kept): number {
  const outlets = quiet.tillLevels.map((_, index) => index);
  const all = subsets(outlets).filter((dealt) => {
    if (mode === 'shared') return dealt.length === 0;
    return mode === 'asShipped' || dealt.length === outlets.length;
  });
  const { units: safety } = policy.safetyStock;
  return Math.min(...all.map((dealt) => off(quiet, dealt, safety, policy.escrow.tillBuffer)));
}

/** @param dealt the outlets whose units are dealt out */
function off({ tillLevels, missing, shown }: Quiet, dealt: readonly number[], safety: number, buffer: number): number {
  const sum = (isDealt: boolean, keptBack: number) =>
    tillLevels.reduce((total, level, at) => {
      return dealt.includes(at) === isDealt ? total + Math.max(0, level - keptBack) : total;
    }, 0);
  const [shared, toDeal] = [sum(false, safety), sum(true, safety + buffer)];
  // What is missing is taken off wherever it may be missing: at one outlet at least, at each of them at most.
  const leastEach = Math.max(0, shared - missing * (tillLevels.length - dealt.length));
  const mostEach = Math.max(0, shared + toDeal - missing);
  const least = shown.length * leastEach + Math.max(0, toDeal - missing * dealt.length);
  const most = Math.max(0, shown.length * shared + toDeal - missing * (dealt.length > 0 ? 1 : shown.length));
  const together = shown.reduce((total, level) => total + level, 0);
  const each = shown.reduce((total, level) => total + Math.max(leastEach - level, level - mostEach, 0), 0);
  return Math.max(each, least - together, together - most);
}

function subsets(all: readonly number[]): readonly (readonly number[])[] {
  return all.reduce<readonly (readonly number[])[]>(
    (sets, one) => [...sets, ...sets.map((set) => [...set, one])],
    [[]],
  );
}
