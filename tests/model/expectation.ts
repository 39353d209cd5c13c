import { explore, type Verdict, type World } from './explore';

/** A world, and what is known of it. Those expected to be unsafe are rules that were taken back: each shows what its rule is for. */
export interface Expectation {
  readonly world: World<never>;
  readonly expected: 'holds' | 'unsafe' | 'stuck';
}

/** Each world has states of its own kind; the list of all does not care which. */
export const holds = <State>(world: World<State>): Expectation => ({ world: forgotten(world), expected: 'holds' });
export const unsafe = <State>(world: World<State>): Expectation => ({ world: forgotten(world), expected: 'unsafe' });
export const stuck = <State>(world: World<State>): Expectation => ({ world: forgotten(world), expected: 'stuck' });

const forgotten = <State>(world: World<State>): World<never> => world as unknown as World<never>;

export interface Checked {
  readonly verdict: Verdict;
  readonly expected: Expectation['expected'];
  readonly isAsExpected: boolean;
}

export function check({ world, expected }: Expectation): Checked {
  const verdict = explore(world);
  return { verdict, expected, isAsExpected: verdict.verdict === expected };
}

/** The line for programs. Both kinds of failing are what a rule that was taken back is found by. */
export interface Summary {
  readonly worlds: number;
  readonly states: number;
  readonly holds: number;
  readonly unsafeFound: number;
  readonly unsafeExpected: number;
}

export function summaryOf(all: readonly Checked[]): Summary {
  const failing = ({ verdict }: Checked) => verdict.verdict === 'unsafe' || verdict.verdict === 'stuck';
  return {
    worlds: all.length,
    states: all.reduce((total, { verdict }) => total + verdict.states, 0),
    holds: all.filter(({ verdict }) => verdict.verdict === 'holds').length,
    unsafeFound: all.filter(failing).length,
    unsafeExpected: all.filter(({ expected }) => expected !== 'holds').length,
  };
}
