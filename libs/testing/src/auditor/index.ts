export * from './audit';
export { seriousFindings } from './bad-weather';
export * from './evidence';
export type { ItemTruth } from './drift';
export type { Finding } from './finding';
export { describe as describeSample, latencyLimits, type Sample, type Samples } from './latency';
export type { JudgedOrder, Outcome } from './outcomes';
export { inTimeAfter, unexplainedByOutages, type Outage } from './outages';
export { stepNames, type Steps } from './steps';
