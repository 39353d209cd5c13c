/** What a bench is given. */
export interface BenchContext {
  /** As declared in its bench.json, with what was not given on the command line filled in. */
  readonly options: Readonly<Record<string, number | boolean | string | null>>;
  /** An empty database of this run on a server that keeps what it commits; null where bench.json does not ask for one. */
  readonly databaseUrl: string | null;
  /** Says how far it is; shown on stderr every few seconds while the bench runs. */
  progress(text: string): void;
}

/** What it found. */
export interface BenchResult {
  /** The fields of the line for programs, beside `bench` and `met`. */
  readonly figures: Readonly<Record<string, unknown>>;
  /** For people: the first row heads the columns. */
  readonly table: readonly (readonly string[])[];
  /** One sentence for each target that was not met, with the figure and the target. Not empty: exit code 1. */
  readonly missed: readonly string[];
}

/** bench/<name>/run.ts exports one as `run`. */
export type Bench = (context: BenchContext) => Promise<BenchResult>;

/** @throws when bench.json declares no such number: a mistake of the bench, not of its reader */
export function numberOf({ options }: Pick<BenchContext, 'options'>, name: string): number {
  const value = options[name];
  if (typeof value !== 'number') throw new Error(`bench.json declares no number called "${name}"`);
  return value;
}
