import { latencyLimits, type Sample, type Samples, type Way } from './latency';

/** A part of the bridge was away: killed at `from`, ready again at `to`. */
export interface Outage {
  from: number;
  to: number;
}

/** What came in just after the return waits behind what had gathered. */
const crowdedMs = 2_000;
/** By then everything that had gathered is through. */
const caughtUpMs = 10_000;

/** The samples above their limit that no outage explains: sold while one lasted or under way when it began, and told soon after. */
export function unexplainedByOutages(samples: Samples, outages: readonly Outage[]): Sample[] {
  return (Object.keys(samples) as Way[]).flatMap((way) =>
    samples[way]
      .filter(({ ms }) => ms > latencyLimits[way].msMax)
      .filter((sample) => !outages.some((outage) => explains(outage, sample))),
  );
}

/** Sales after a moment of which the other stores learned in time. */
export function inTimeAfter(samples: Samples, moment: number): Sample[] {
  return (Object.keys(samples) as Way[]).flatMap((way) =>
    samples[way].filter(({ ms, soldAt }) => soldAt > moment && ms <= latencyLimits[way].msMax),
  );
}

function explains({ from, to }: Outage, { soldAt, ms }: Sample): boolean {
  const learnedAt = soldAt + ms;
  return soldAt < to + crowdedMs && learnedAt > from && learnedAt <= to + caughtUpMs;
}
