import type { Evidence } from './evidence';
import type { Names } from './names';

/** What a cart keeps from all stores but its own, until it is changed or its time is over. */
export interface CartHold {
  channel: string;
  item: string;
  units: number;
  from: number;
  to: number;
}

export function cartHolds({ stores, cartHoldMs }: Evidence, names: Names): CartHold[] {
  return stores.flatMap(({ channel, log }) => {
    const carts = log.flatMap((entry) => (entry.kind === 'cart' ? [entry] : []));
    return carts.flatMap(({ at, token, lines }) => {
      const next = carts.find((other) => other.token === token && other.at > at);
      const to = Math.min(at + cartHoldMs, next?.at ?? Infinity);
      return lines.map(({ sku, quantity }) => ({ channel, item: names.of(sku), units: quantity, from: at, to }));
    });
  });
}

/** Units of an item that carts of other stores keep from this one at a moment. */
export function keptFrom(holds: readonly CartHold[], channel: string, item: string, at: number): number {
  return holds
    .filter((hold) => hold.item === item && hold.channel !== channel && hold.from <= at && at < hold.to)
    .reduce((sum, { units }) => sum + units, 0);
}
