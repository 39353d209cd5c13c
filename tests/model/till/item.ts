import { decideOrderLine, type ItemState, type LineClaim, type PromiseState } from '@tillbridge/stock-domain';
import type { Shop } from './shop';
import type { TillState, WebOrder } from './state';

/** The item as the core keeps it. A state holds only what changes of it, or there would be too much to remember. */
export function itemOf({ mirror, orders }: TillState, { opened, options }: Shop): ItemState {
  const promises = orders.flatMap((order, index) => promiseOf(order, index, options.unitsPerOrder));
  return { ...opened, levels: [{ ...opened.levels[0], mirror }], promises };
}

export function withItem(state: TillState, item: ItemState): TillState {
  const postsOf = (index: number) => item.promises.find(({ order }) => order === String(index))?.posts ?? [];
  return {
    ...state,
    mirror: item.levels[0].mirror,
    orders: state.orders.map((order, index) => ({ ...order, posts: postsOf(index) })),
  };
}

/** The store tells of an order, or that fewer of its units, or none, are wanted any more. */
export function hearOfOrder(state: TillState, index: number, wanted: number, shop: Shop): TillState {
  const claim = claimOf(index, wanted, shop.options.unitsPerOrder);
  const decided = decideOrderLine(itemOf(state, shop), claim, shop.layout);
  const heard = { ...state, orders: state.orders.map((order, at) => (at === index ? { ...order, wanted } : order)) };
  return withItem(heard, decided);
}

function promiseOf({ wanted, posts }: WebOrder, index: number, ordered: number): readonly PromiseState[] {
  return wanted === null ? [] : [{ ...templateOf(index, wanted, ordered), posts }];
}

const templates = new Map<string, PromiseState>();

/** A promise without posts; every state needs some, so each is made once. */
function templateOf(index: number, wanted: number, ordered: number): PromiseState {
  const key = `${index} ${wanted} ${ordered}`;
  const known = templates.get(key) ?? freshPromise(claimOf(index, wanted, ordered));
  templates.set(key, known);
  return known;
}

function freshPromise(claim: LineClaim): PromiseState {
  return {
    ...claim,
    putBackAt: [],
    returned: [],
    location: 'main',
    elsewhere: [],
    owed: claim.current,
    short: 0,
    folded: 0,
    accepted: claim.current,
    decideAt: null,
    provisional: null,
    movingTo: null,
    moveRefused: false,
    posts: [],
  };
}

function claimOf(index: number, current: number, ordered: number): LineClaim {
  return {
    channel: 'store',
    order: String(index),
    line: '1',
    storeLocation: '1',
    movedFrom: [],
    paid: true,
    placedAt: index,
    ordered,
    current,
    fulfilled: 0,
    restocked: ordered - current,
  };
}
