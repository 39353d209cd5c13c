import type { ItemState, PromiseState } from './item-state';

// An order is named by its channel and its id there, a line of it by its own id beside them.

export type OrderKey = Pick<PromiseState, 'channel' | 'order'>;
export type LineKey = Pick<PromiseState, 'channel' | 'order' | 'line'>;

export const isSameOrder = (a: OrderKey, b: OrderKey): boolean => a.channel === b.channel && a.order === b.order;
export const isSameLine = (a: LineKey, b: LineKey): boolean => isSameOrder(a, b) && a.line === b.line;

/** @throws when the item has none for this line: then it was named by a promise that is gone, which is a bug. */
export function promiseOf(item: ItemState, key: LineKey): PromiseState {
  const promise = item.promises.find((each) => isSameLine(each, key));
  if (promise === undefined) throw new Error(`line ${key.line} of order ${key.order} has no promise`);
  return promise;
}

export function changePromise(
  item: ItemState,
  key: LineKey,
  change: (promise: PromiseState) => PromiseState,
): ItemState {
  return { ...item, promises: item.promises.map((each) => (isSameLine(each, key) ? change(each) : each)) };
}
