/** A small world whose every life is to be looked at. States are plain values and never changed in place. */
export interface World<State> {
  readonly name: string;
  readonly first: State;
  /** What may happen next. Labels that begin with `~` are what the world does to us; nothing may need them to come to rest. */
  steps(state: State): Iterable<readonly [label: string, next: State]>;
  /** What is wrong with a state, in one sentence; null for nothing. */
  wrong(state: State): string | null;
  /** Whether all has come to rest as it should; without it only safety is looked at. */
  isAtRest?(state: State): boolean;
  /** States to look at, at most; where there are more, nothing is proved and the verdict says so. Default 1,000,000. */
  readonly statesMax?: number;
}

/**
 * `holds`: no state is wrong and from each one rest can be reached by our own steps. `unsafe`: the trace leads to a wrong one.
 * `stuck`: the trace leads to one from which rest cannot be reached. `unknown`: there are more states than may be looked at.
 */
export interface Verdict {
  readonly name: string;
  readonly verdict: 'holds' | 'unsafe' | 'stuck' | 'unknown';
  readonly states: number;
  readonly steps: number;
  readonly why: string | null;
  /** The shortest way there, one label for each step. */
  readonly trace: readonly string[];
}

const statesMaxDefault = 1_000_000;

/** Breadth first, so that the first wrong state has the shortest trace. */
export function explore<State>(world: World<State>): Verdict {
  const seen = new Seen<State>(world.first);
  const { name, statesMax = statesMaxDefault } = world;
  const told = (verdict: Verdict['verdict'], why: string | null, at = 0): Verdict => {
    const { size: states, steps } = seen;
    return { name, verdict, states, steps, why, trace: seen.traceTo(at) };
  };
  const firstWrong = world.wrong(world.first);
  if (firstWrong !== null) return told('unsafe', firstWrong);
  for (let index = 0; index < seen.size; index += 1) {
    for (const [label, next] of world.steps(seen.state(index))) {
      const { at, isNew } = seen.reach(next, index, label);
      if (!isNew) continue;
      const why = world.wrong(next);
      if (why !== null) return told('unsafe', why, at);
      if (seen.size > statesMax) return told('unknown', `more than ${statesMax} states`);
    }
  }
  if (world.isAtRest === undefined) return told('holds', null);
  const stuck = seen.firstFrom((state) => world.isAtRest!(state));
  return stuck === null ? told('holds', null) : told('stuck', 'from here it does not come to rest by itself', stuck);
}

/** All states so far, each with the step that first led to it, and our own steps between them. */
class Seen<State> {
  steps = 0;
  private readonly states: State[] = [];
  private readonly indexes = new Map<string, number>();
  private readonly parents: number[] = [];
  private readonly labels: string[] = [];
  private readonly from: number[] = [];
  private readonly to: number[] = [];

  constructor(first: State) {
    this.add(first, -1, '');
  }

  get size(): number {
    return this.states.length;
  }

  state(index: number): State {
    return this.states[index]!;
  }

  reach(state: State, parent: number, label: string): { at: number; isNew: boolean } {
    this.steps += 1;
    const known = this.indexes.get(keyOf(state));
    const at = known ?? this.add(state, parent, label);
    if (!label.startsWith('~')) {
      this.from.push(parent);
      this.to.push(at);
    }
    return { at, isNew: known === undefined };
  }

  traceTo(index: number): readonly string[] {
    const trace: string[] = [];
    for (let at = index; at > 0; at = this.parents[at]!) trace.unshift(this.labels[at]!);
    return trace;
  }

  /** The first state from which no own steps lead to one that `isGoal`; null where there is none. */
  firstFrom(isGoal: (state: State) => boolean): number | null {
    const leads = new Uint8Array(this.size);
    const sources = this.sources();
    const open: number[] = [];
    const mark = (index: number) => {
      if (leads[index] === 1) return;
      leads[index] = 1;
      open.push(index);
    };
    this.states.forEach((state, index) => isGoal(state) && mark(index));
    for (let index = open.pop(); index !== undefined; index = open.pop()) sources(index).forEach(mark);
    const stuck = leads.indexOf(0);
    return stuck < 0 ? null : stuck;
  }

  /** For each state the states that own steps come from. */
  private sources(): (index: number) => readonly number[] {
    const offsets = new Int32Array(this.size + 1);
    for (const index of this.to) offsets[index + 1] += 1;
    for (let index = 0; index < this.size; index += 1) offsets[index + 1] += offsets[index]!;
    const filled = offsets.slice();
    const sorted = new Int32Array(this.to.length);
    this.to.forEach((index, edge) => (sorted[filled[index]++] = this.from[edge]!));
    return (index) => [...sorted.subarray(offsets[index], offsets[index + 1])];
  }

  private add(state: State, parent: number, label: string): number {
    const index = this.states.push(state) - 1;
    this.indexes.set(keyOf(state), index);
    this.parents.push(parent);
    this.labels.push(label);
    return index;
  }
}

/** Row versions are bigint, which JSON does not know. */
const keyOf = (state: unknown): string =>
  JSON.stringify(state, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
