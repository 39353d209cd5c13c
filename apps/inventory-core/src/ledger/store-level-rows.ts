import { noStory, viewOf, type ItemState, type PublishedAvailability, type StoreView } from '@tillbridge/stock-domain';

// Store levels of an item, between the domain's types and their columns.

export interface StoreLevel {
  readonly view: StoreView;
  readonly published: PublishedAvailability | null;
}

/** The item's store levels: a place may have a report without a publication, or the other way round. */
export function storeLevelsOf(item: ItemState): readonly StoreLevel[] {
  const places = new Map<string, { channel: string; storeLocation: string }>();
  for (const place of [...item.views, ...item.published]) places.set(`${place.channel}/${place.storeLocation}`, place);
  return [...places.values()].map(({ channel, storeLocation }) => ({
    view: viewOf(item, channel, storeLocation),
    published:
      item.published.find((other) => other.channel === channel && other.storeLocation === storeLocation) ?? null,
  }));
}

export function storeLevelRow(itemId: string, { view, published }: StoreLevel) {
  return {
    item_id: itemId,
    channel: view.channel,
    store_location: view.storeLocation,
    claim: view.claim,
    edits: view.edits,
    orders_seen: view.ordersSeen,
    orders_counted: view.ordersCounted,
    restocks_counted: view.restocksCounted,
    seq: view.seq,
    story: view.story === noStory ? null : view.story,
    settled: view.settled,
    granted: view.granted,
    dealt_since: view.dealtSince,
    demand: view.demand,
    latency_ms: view.latencyMs,
    keeps_since: view.keepsSince === null ? null : new Date(view.keepsSince).toISOString(),
    published,
  };
}

export interface StoredStoreLevel {
  item_id: string;
  channel: string;
  store_location: string;
  claim: number;
  edits: number;
  orders_seen: number;
  orders_counted: number;
  restocks_counted: number;
  seq: number;
  story: StoreView['story'] | null;
  settled: StoreView['settled'];
  granted: StoreView['granted'];
  dealt_since: number | null;
  demand: StoreView['demand'];
  latency_ms: number | null;
  keeps_since: Date | null;
  published: PublishedAvailability | null;
}

export function storeLevelFrom(row: StoredStoreLevel): StoreLevel {
  return {
    view: {
      channel: row.channel,
      storeLocation: row.store_location,
      claim: row.claim,
      edits: row.edits,
      ordersSeen: row.orders_seen,
      ordersCounted: row.orders_counted,
      restocksCounted: row.restocks_counted,
      seq: row.seq,
      story: row.story ?? noStory,
      settled: row.settled,
      granted: row.granted,
      dealtSince: row.dealt_since,
      demand: row.demand,
      latencyMs: row.latency_ms,
      keepsSince: row.keeps_since?.getTime() ?? null,
    },
    published: row.published,
  };
}
