import { noStory, withReport } from './edit-story';
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
  /** Beyond the numbers; as in {@link EditStory}. A gateway that does not say knows nothing of it. */
  readonly since?: Millis | null;
  readonly settled?: boolean;
  readonly ended?: number;
  readonly reversed?: number;
}

export function decideStoreReport(item: ItemState, report: StoreReport): ItemState {
  const view = viewOf(item, report.channel, report.storeLocation);
  if (report.seq <= view.seq) return item;
  const { claim, edits, ordersSeen, seq } = report;
  return withView(item, { ...view, claim, edits, ordersSeen, seq, story: withReport(view.story, report) });
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

type Counted = Pick<PromiseState, 'channel' | 'storeLocation' | 'movedFrom' | 'placedAt' | 'ordered' | 'restocked'> &
  Partial<Pick<PromiseState, 'putBackAt'>>;

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

function unitsByPlace(line: Counted): ReadonlyMap<string, Units> {
  const { storeLocation, movedFrom, putBackAt = [], ordered, restocked } = line;
  const sums = new Map<string, Units>();
  const add = (place: string, units: Units) => {
    const sum = sums.get(place) ?? { ordered: 0, restocked: 0 };
    sums.set(place, { ordered: sum.ordered + units.ordered, restocked: sum.restocked + units.restocked });
  };
  for (const { storeLocation: left, units } of movedFrom) add(left, { ordered: units, restocked: units });
  // Nobody counts it before its store has said where it is.
  if (storeLocation === null) return sums;
  for (const { storeLocation: place, units } of putBackAt) add(place, { ordered: 0, restocked: units });
  const elsewhere = putBackAt.reduce((total, { units }) => total + units, 0);
  add(storeLocation, { ordered, restocked: Math.max(0, restocked - elsewhere) });
  return sums;
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

/** Units ever ordered and ever put back at one store location. */
export interface CountedUnits extends Units {
  readonly storeLocation: string;
}

/**
 * A channel lists the item under another listing from now on, or under none: what was counted, reported and published of the
 * old one says nothing of it. `counted` is what all orders have counted of the new one.
 */
export function listAnew(item: ItemState, channel: string, counted: readonly CountedUnits[]): ItemState {
  const before = item.views.filter((view) => view.channel === channel);
  const places = new Set([...before, ...counted].map(({ storeLocation }) => storeLocation));
  const unheard = { ...item, views: item.views.filter((view) => view.channel !== channel) };
  const anew = [...places].map((storeLocation) => {
    const units = counted.find((each) => each.storeLocation === storeLocation);
    const fresh = viewOf(unheard, channel, storeLocation);
    return { ...fresh, ordersCounted: units?.ordered ?? 0, restocksCounted: units?.restocked ?? 0 };
  });
  const published = item.published.filter((each) => each.channel !== channel);
  return { ...item, views: [...unheard.views, ...anew], published };
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
      story: noStory,
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
