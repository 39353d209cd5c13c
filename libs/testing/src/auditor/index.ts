export * from './audit';
export * from './evidence';
export type { ItemTruth } from './drift';
export { storeToStoreP99MsMax, tillToStoresP99MsMax } from './latency';
export type { JudgedOrder, Outcome } from './outcomes';
export { stepNames, type Steps } from './steps';
