import { contradictions, refusals } from './accounts';
import { cartHolds } from './carts';
import { driftFindings, finalTruth, type ItemTruth } from './drift';
import type { Evidence } from './evidence';
import type { Finding } from './finding';
import { latencyFindings, latencySamples, percentile, type Sample, type Samples } from './latency';
import { levelWrites } from './level-writes';
import { doubleListings, listingChanges } from './listings';
import { doubleHolds, lostTillChanges } from './lost';
import { moneyFindings } from './money';
import { Names } from './names';
import { judgeOrders, oversoldFindings, type JudgedOrder, type Outcome } from './outcomes';
import { Postings } from './postings';
import { Reconstruction } from './reconstruction';
import { judgeSteps, missedSteps, type Steps } from './steps';
import { needlessTellings } from './telling';
import { TillRecords } from './till-records';
import { unsoldFindings, unsoldWhileRefused } from './unsold';
import { withheldFindings } from './withheld';

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
  samples: Samples;
}

/** Judges a run that has come to rest, from what the vendors themselves recorded. */
export function audit(evidence: Evidence): Audit {
  const names = new Names(evidence);
  const records = new TillRecords(evidence, names);
  const reconstruction = new Reconstruction(evidence, names, records);
  const { histories } = reconstruction;
  const orders = judgeOrders(evidence, names, reconstruction);
  const postings = new Postings(records);
  const items = finalTruth(evidence, names, histories, orders, postings);
  const carts = cartHolds(evidence, names);
  const unsold = unsoldWhileRefused(evidence, names, histories, carts);
  const samples = latencySamples(histories, evidence.collectedAt);
  const steps = judgeSteps({ evidence, names, histories });
  const findings = [
    ...oversoldFindings(orders),
    ...driftFindings(items),
    ...postings.findings(orders),
    ...moneyFindings(evidence, records, orders),
    ...lostTillChanges(histories, items),
    ...doubleHolds(evidence),
    ...doubleListings(evidence, names),
    ...listingChanges(evidence),
    ...levelWrites(evidence),
    ...needlessTellings(evidence, reconstruction),
    ...unsoldFindings(unsold),
    ...withheldFindings(histories, carts, evidence),
    ...latencyFindings(samples),
    ...missedSteps(steps),
    ...contradictions(evidence, names, histories),
  ];
  const sum = (kind: Finding['kind']) =>
    findings.filter((finding) => finding.kind === kind).reduce((total, { units }) => total + units, 0);
  return {
    findings,
    items,
    orders,
    samples,
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
  const refusedAtCheckout = evidence.stores.reduce((sum, { log }) => sum + refusals(log), 0);
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
