import { missingFrom, ordersKnown, withAcknowledgement, type Acknowledgement } from './cap';
import { withSale } from './demand';
import { upsert, type ItemState, type Millis, type PromiseState, type StoreView } from './item-state';
import type { Policy } from './policy';

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

/** Takes in what a gateway acknowledged of one level; older acknowledgements are ignored. */
export function decideSettled(
  item: ItemState,
  told: Acknowledgement & { readonly channel: string; readonly storeLocation: string },
  now: Millis,
): ItemState {
  const view = viewOf(item, told.channel, told.storeLocation);
  const next = withAcknowledgement(view, told, now);
  return next === view ? item : withView(item, next);
}

type Counted = Pick<PromiseState, 'channel' | 'storeLocation' | 'placedAt' | 'ordered' | 'restocked'>;

/**
 * Remembers how many units of an order line were ordered and put back at a store level, so that its gateway knows what is
 * not counted yet. As its gateway does: a line that moved was ordered at both places, and the first put its units back.
 */
export function countLine(item: ItemState, known: Counted | null, line: Counted, policy: Policy): ItemState {
  const stayed = known !== null && known.storeLocation === line.storeLocation;
  const left = known === null || stayed ? item : countUnits(item, known, 0, known.ordered - known.restocked, policy);
  const before = stayed ? known : { ordered: 0, restocked: 0 };
  return countUnits(left, line, line.ordered - before.ordered, line.restocked - before.restocked, policy);
}

function countUnits(
  item: ItemState,
  { channel, storeLocation, placedAt }: Counted,
  ordered: number,
  restocked: number,
  { escrow }: Policy,
): ItemState {
  if ((ordered === 0 && restocked === 0) || storeLocation === null) return item;
  const view = viewOf(item, channel, storeLocation);
  return withView(item, {
    ...view,
    ordersCounted: view.ordersCounted + ordered,
    restocksCounted: view.restocksCounted + restocked,
    demand: withSale(view.demand, { units: ordered, at: placedAt }, escrow),
  });
}

/** Units a store level is missing beyond what we count: unexplained ones, and orders its gateway saw before us. */
export function uncountedAt(view: StoreView): number {
  return missingFrom(view) + ordersKnown(view) - view.ordersCounted;
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
      restocksCounted: 0,
      seq: -1,
      settled: null,
      granted: [],
      dealtSince: null,
      demand: null,
      latencyMs: null,
    }
  );
}

export function withView(item: ItemState, changed: StoreView): ItemState {
  const isSame = (view: StoreView) => view.channel === changed.channel && view.storeLocation === changed.storeLocation;
  return { ...item, views: upsert(item.views, isSame, changed) };
}
