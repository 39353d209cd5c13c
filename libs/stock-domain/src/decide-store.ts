import { upsert, type ItemState, type StoreView } from './item-state';

/** What a store's gateway reports of one level; older reports are ignored. */
export interface StoreReport {
  readonly channel: string;
  readonly storeLocation: string;
  readonly claim: number;
  readonly edits: number;
  readonly ordersSeen: number;
  readonly seq: number;
}

export function decideStoreReport(item: ItemState, report: StoreReport): ItemState {
  const view = viewOf(item, report.channel, report.storeLocation);
  if (report.seq <= view.seq) return item;
  return withView(item, { ...view, ...report });
}

/** Remembers how many ordered units of this store level are counted, so that its gateway knows what is not. */
export function countOrders(item: ItemState, channel: string, storeLocation: string | null, units: number): ItemState {
  if (units === 0 || storeLocation === null) return item;
  const view = viewOf(item, channel, storeLocation);
  return withView(item, { ...view, ordersCounted: view.ordersCounted + units });
}

/** Units a store level is missing beyond what we count: unexplained ones, and orders its gateway saw before us. */
export function uncountedAt(view: StoreView): number {
  return view.claim + Math.max(0, view.ordersSeen - view.ordersCounted);
}

export function viewOf(item: ItemState, channel: string, storeLocation: string): StoreView {
  return (
    item.views.find((view) => view.channel === channel && view.storeLocation === storeLocation) ?? {
      channel,
      storeLocation,
      claim: 0,
      edits: 0,
      ordersSeen: 0,
      ordersCounted: 0,
      seq: -1,
    }
  );
}

function withView(item: ItemState, changed: StoreView): ItemState {
  const isSame = (view: StoreView) => view.channel === changed.channel && view.storeLocation === changed.storeLocation;
  return { ...item, views: upsert(item.views, isSame, changed) };
}
