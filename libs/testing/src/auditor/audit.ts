import { driftFindings, finalTruth, type ItemTruth } from './drift';
import type { Evidence, Finding } from './evidence';
import { Reconstruction } from './history';
import { needlessHolds } from './holds';
import { lateFindings, latencySamples, percentile, type Sample, type Samples } from './latency';
import { duplicatesInStores, lostTillChanges } from './lost';
import { Names } from './names';
import { judgeOrders, oversoldFindings, type JudgedOrder, type Outcome } from './outcomes';
import { absoluteWrites, Postings } from './postings';
import { judgeSteps, missedSteps, type Steps } from './steps';
import { unsoldFindings, unsoldWhileRefused } from './unsold';

export interface Verdict {
  oversold: number;
  driftUnits: number;
  lostFacts: number;
  duplicateEffects: number;
  /** The worst item: units left that a refused buyer could have had. */
  unsoldWhileRefused: number;
  orders: { attempted: number; refusedAtCheckout: number; accepted: number } & Record<
    Exclude<Outcome, 'oversold'>,
    number
  >;
  steps: Steps;
  samples: number;
  latencyMs: { tillToStores: Percentiles; storeToStore: Percentiles };
}

export interface Percentiles {
  p50: number;
  p99: number;
}

export interface Audit {
  verdict: Verdict;
  /** Everything that should not be; empty when the shop was served well. Lateness is in it. */
  findings: Finding[];
  items: ItemTruth[];
  orders: JudgedOrder[];
}

/** Judges a run that has come to rest, from what the vendors themselves recorded. */
export function audit(evidence: Evidence): Audit {
  const names = new Names(evidence);
  const reconstruction = new Reconstruction(evidence, names);
  const { histories } = reconstruction;
  const orders = judgeOrders(evidence, names, reconstruction);
  const postings = new Postings(evidence, names, orders);
  const items = finalTruth(evidence, names, histories, orders, postings);
  const unsold = unsoldWhileRefused(evidence, names, histories);
  const samples = latencySamples(histories, evidence.collectedAt);
  const steps = judgeSteps(evidence, names, histories);
  const findings = [
    ...oversoldFindings(orders),
    ...driftFindings(items),
    ...postings.findings(orders),
    ...lostTillChanges(histories, items),
    ...duplicatesInStores(evidence),
    ...absoluteWrites(evidence),
    ...needlessHolds(orders, histories),
    ...unsoldFindings(unsold),
    ...lateFindings(samples),
    ...missedSteps(steps),
  ];
  const sum = (kind: Finding['kind']) =>
    findings.filter((finding) => finding.kind === kind).reduce((total, { units }) => total + units, 0);
  return {
    findings,
    items,
    orders,
    verdict: {
      oversold: sum('oversold'),
      driftUnits: sum('drift'),
      lostFacts: sum('lostFact'),
      duplicateEffects: sum('duplicateEffect'),
      unsoldWhileRefused: Math.max(0, ...unsold.map(({ units }) => units)),
      orders: countOrders(evidence, orders),
      steps,
      ...timing(samples),
    },
  };
}

function countOrders(evidence: Evidence, orders: JudgedOrder[]): Verdict['orders'] {
  const count = (outcome: Outcome) => orders.filter((order) => order.outcome === outcome).length;
  const refusedAtCheckout = evidence.stores.reduce(
    (sum, { log }) => sum + log.filter(({ kind }) => kind === 'checkout_refused').length,
    0,
  );
  return {
    attempted: orders.length + refusedAtCheckout,
    refusedAtCheckout,
    accepted: orders.length,
    kept: count('kept'),
    moved: count('moved'),
    backordered: count('backordered'),
    held: count('held'),
    cancelled: count('cancelled'),
  };
}

function timing({ tillToStores, storeToStore }: Samples): Pick<Verdict, 'samples' | 'latencyMs'> {
  const of = (taken: Sample[]): Percentiles => ({ p50: percentile(taken, 50), p99: percentile(taken, 99) });
  return {
    samples: tillToStores.length + storeToStore.length,
    latencyMs: { tillToStores: of(tillToStores), storeToStore: of(storeToStore) },
  };
}
