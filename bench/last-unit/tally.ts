import type { Mode } from '../../tests/sim/world/policies';
import type { Conflict } from '../../tests/sim/world/shelf';
import type { Outcome } from '../../tests/sim/world/world';

/** What became of the web orders of all runs of one mode. */
export interface Tally {
  /** Accepted orders for which the stores together had no unit left. */
  readonly conflicts: number;
  /** Orders that lost their unit to a walk-in buyer, or were accepted before a store could know of one. */
  readonly lostToTill: number;
  /** Orders told to be short although a unit lay there: what happened meanwhile was not known yet. */
  readonly lostToDoubt: number;
  readonly accepted: number;
  /** Accepted orders with a unit behind them. */
  readonly sold: number;
  readonly takenAtTill: number;
}

export function tallyOf(outcomes: readonly Outcome[]): Tally {
  const sum = (count: (outcome: Outcome) => number) => outcomes.reduce((all, outcome) => all + count(outcome), 0);
  const lost = (to: Conflict['cause']) => sum(({ conflicts }) => conflicts.filter(({ cause }) => cause === to).length);
  return {
    conflicts: lost('stores'),
    lostToTill: lost('till'),
    lostToDoubt: lost('doubt'),
    accepted: sum(({ accepted }) => accepted),
    sold: sum(({ sold }) => sold),
    takenAtTill: sum(({ takenAtTill }) => takenAtTill),
  };
}

export interface Compared {
  readonly shared: Tally;
  /** Whatever there is of a SKU is dealt out from the opening on. */
  readonly escrow: Tally;
  /** What escrow sells of what shared mode sells, both counted in kept promises; 1 is as much. */
  readonly sellThrough: number;
  /** Dealt out only where few are left or demand is known to be high, as a shop has it that says nothing. */
  readonly asShipped: Tally & { readonly sellThrough: number };
}

export function compare({ shared, escrow, asShipped }: Record<Mode, Tally>): Compared {
  const part = ({ sold }: Tally) => Math.round((sold / shared.sold) * 10_000) / 10_000;
  return { shared, escrow, sellThrough: part(escrow), asShipped: { ...asShipped, sellThrough: part(asShipped) } };
}

export const sellThroughMin = 0.95;

/** The targets that were missed, each as a sentence. */
export function missedBy(name: string, { shared, escrow, sellThrough }: Compared): string[] {
  const missed: string[] = [];
  if (shared.conflicts === 0)
    missed.push(`${name}: shared mode had no conflict, so the run shows nothing; take more runs.`);
  if (escrow.conflicts > 0)
    missed.push(`${name}: escrow had ${escrow.conflicts} conflicts between stores; it may have none.`);
  if (sellThrough < sellThroughMin)
    missed.push(
      `${name}: escrow sold ${percent(sellThrough)} of what shared mode sold; at least ${percent(sellThroughMin)} is wanted.`,
    );
  return missed;
}

export const percent = (part: number): string => `${(100 * part).toFixed(1)} %`;
