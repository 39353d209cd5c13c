import { audit, seriousFindings, type Evidence } from '../auditor';
import { effectsIn, recoveries, type Return } from './recovery';

/** What was struck, as those who struck counted. */
export interface Struck {
  kills: ReadonlyMap<string, number>;
  restarts: ReadonlyMap<string, number>;
  /** Services that ended although nobody had struck them. */
  accidents: readonly string[];
  returns: readonly Return[];
}

export interface ChaosVerdict {
  ok: boolean;
  kills: number;
  brokerRestarts: number;
  dbRestarts: number;
  effects: number;
  lostFacts: number;
  duplicateEffects: number;
  driftUnits: number;
  recoverMsMax: number;
}

/** What may not be in any weather may not be here. */
export function judgeChaos(
  evidence: Evidence,
  struck: Struck,
  everyone: readonly string[],
): { verdict: ChaosVerdict; objections: string[] } {
  const { findings, verdict } = audit(evidence);
  const { lostFacts, duplicateEffects, driftUnits } = verdict;
  const recovered = recoveries(evidence, struck.returns);
  const counts = {
    kills: sumOf(struck.kills),
    brokerRestarts: struck.restarts.get('broker') ?? 0,
    dbRestarts: struck.restarts.get('database') ?? 0,
    effects: effectsIn(evidence),
  };
  const objections = [
    ...seriousFindings(findings).map(({ kind, text }) => `${kind}: ${text}`),
    ...Object.entries(counts).flatMap(([what, count]) => (count === 0 ? [`${what} is 0: that shows nothing`] : [])),
    ...everyone.filter((name) => !struck.kills.get(name)).map((name) => `${name} was never killed`),
    ...struck.accidents.map((name) => `${name} ended by itself`),
    ...recovered.flatMap(({ of, ms }) =>
      ms === null ? [`nothing passed through ${of} after one of its returns`] : [],
    ),
  ];
  const recoverMsMax = Math.max(0, ...recovered.map(({ ms }) => ms ?? 0));
  const ok = objections.length === 0;
  return { verdict: { ok, ...counts, lostFacts, duplicateEffects, driftUnits, recoverMsMax }, objections };
}

const sumOf = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((sum, one) => sum + one, 0);
