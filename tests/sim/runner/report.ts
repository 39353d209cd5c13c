import type { Life } from '../life/play-life';

/** What went wrong in one life, with the end of its story. */
export interface Failure {
  readonly invariant: string;
  readonly what: string;
  readonly story: string;
}

export interface Played {
  readonly seed: number;
  readonly events: number;
  readonly elapsedMs: number;
  readonly oversold: number;
  readonly driftUnits: number;
  /** Of all that happened: the same for the same seed. Empty where the life could not be played. */
  readonly digest: string;
  readonly failures: readonly Failure[];
}

/** The line for programs. */
export interface Summary {
  readonly seeds: number;
  readonly failed: readonly number[];
  readonly events: number;
  readonly simulatedDays: number;
  readonly oversold: number;
  readonly driftUnits: number;
}

const dayMs = 86_400_000;
const toldOfOneSeedMax = 3;

export function playedOf(life: Life): Played {
  const { seed, events, elapsedMs, oversold, driftUnits, digest } = life;
  const found = life.findings.map(({ invariant, sku, what }) => {
    return { invariant, what: `${sku ?? 'the bridge'}: ${what}`, story: life.storyOf(sku) };
  });
  const troubles = life.troubles.map((what) => ({ invariant: 'trouble', what, story: '' }));
  return { seed, events, elapsedMs, oversold, driftUnits, digest, failures: [...found, ...troubles] };
}

/** Whether the auditor found something, and it is not only that the bridge was in trouble or broke. */
export const isFoundOut = ({ failures }: Played): boolean => failures.some(({ invariant }) => /^I\d/.test(invariant));

/** A life that could not be told to its end has failed; the others say what they say. */
export function unplayed(seed: number, error: unknown): Played {
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const failures = [{ invariant: 'unplayed', what, story: '' }];
  return { seed, events: 0, elapsedMs: 0, oversold: 0, driftUnits: 0, digest: '', failures };
}

export function summaryOf(all: readonly Played[]): Summary {
  const sum = (count: (played: Played) => number) => all.reduce((total, played) => total + count(played), 0);
  const failed = all.filter(({ failures }) => failures.length > 0).map(({ seed }) => seed);
  return {
    seeds: all.length,
    failed: failed.sort((a, b) => a - b),
    events: sum(({ events }) => events),
    simulatedDays: Math.round((sum(({ elapsedMs }) => elapsedMs) / dayMs) * 100) / 100,
    oversold: sum(({ oversold }) => oversold),
    driftUnits: sum(({ driftUnits }) => driftUnits),
  };
}

/** For a person: what broke, how it came about, and how to see all of it. */
export function tellFailed({ seed, failures }: Played): string {
  const shown = failures.slice(0, toldOfOneSeedMax);
  const more = failures.length - shown.length;
  return [
    `seed ${seed} FAILED`,
    ...shown.flatMap(({ invariant, what }) => [`  ${invariant}: ${what}`]),
    ...(more > 0 ? [`  and ${more} more`] : []),
    ...(shown[0]?.story.split('\n').map((line) => `  ${line}`) ?? []),
    `  all of it: npm run test:sim -- --seed ${seed}`,
    '',
  ].join('\n');
}
