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

type Counted = Pick<PromiseState, 'channel' | 'storeLocation' | 'movedFrom' | 'placedAt' | 'ordered' | 'restocked'>;

interface Units {
  readonly ordered: number;
  readonly restocked: number;
}

/**
 * Remembers how many units of an order line were ordered and put back at each store level, so that its gateway knows what is
 * not counted yet. As its gateway does, from the newest state of the line alone: whatever was heard before, both count the
 * same, and neither sum ever falls (docs/adr/0020).
 */
export function countLine(item: ItemState, known: Counted | null, line: Counted, policy: Policy): ItemState {
  const before = known === null ? new Map<string, Units>() : unitsByPlace(known);
  return [...unitsByPlace(line)].reduce((state, [storeLocation, now]) => {
    const { ordered, restocked } = before.get(storeLocation) ?? { ordered: 0, restocked: 0 };
    const more = { ordered: now.ordered - ordered, restocked: now.restocked - restocked };
    return countUnits(state, { ...line, storeLocation }, more, policy);
  }, item);
}

function unitsByPlace({ storeLocation, movedFrom, ordered, restocked }: Counted): ReadonlyMap<string, Units> {
  const units = new Map<string, Units>(
    movedFrom.map((left) => [left.storeLocation, { ordered: left.units, restocked: left.units }]),
  );
  if (storeLocation === null) return units;
  const before = units.get(storeLocation) ?? { ordered: 0, restocked: 0 };
  return units.set(storeLocation, { ordered: before.ordered + ordered, restocked: before.restocked + restocked });
}

function countUnits(
  item: ItemState,
  { channel, storeLocation, placedAt }: Counted & { readonly storeLocation: string },
  { ordered, restocked }: Units,
  { escrow }: Policy,
): ItemState {
  if (ordered === 0 && restocked === 0) return item;
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
      keepsSince: null,
    }
  );
}

export function withView(item: ItemState, changed: StoreView): ItemState {
  const isSame = (view: StoreView) => view.channel === changed.channel && view.storeLocation === changed.storeLocation;
  return { ...item, views: upsert(item.views, isSame, changed) };
}
