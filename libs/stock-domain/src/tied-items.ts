import type { ItemState, PromiseState } from './item-state';
import type { OrderKey } from './keys';
import type { ShopLayout } from './policy';

/**
 * Items whose claims are decided together: where orders are served whole, those that a chain of open orders ties to each
 * other; otherwise each by itself.
 */
export function tiedItems(
  items: readonly ItemState[],
  isOpen: (promise: PromiseState) => boolean,
  { policy }: ShopLayout,
): readonly (readonly ItemState[])[] {
  if (policy.orders === 'partial') return items.map((item) => [item]);
  return items
    .reduce<readonly Group[]>((groups, item) => {
      const orders = new Set(item.promises.filter(isOpen).map(keyOf));
      const isMet = (group: Group): boolean => [...orders].some((order) => group.orders.has(order));
      const met = groups.filter(isMet);
      const merged = {
        items: [...met.flatMap((group) => group.items), item],
        orders: new Set([...met.flatMap((group) => [...group.orders]), ...orders]),
      };
      return [...groups.filter((group) => !isMet(group)), merged];
    }, [])
    .map((group) => group.items);
}

interface Group {
  readonly items: readonly ItemState[];
  readonly orders: ReadonlySet<string>;
}

const keyOf = ({ channel, order }: OrderKey): string => `${channel}/${order}`;
