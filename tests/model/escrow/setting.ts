import type { ItemState, PublishedAvailability, ShopLayout } from '@tillbridge/stock-domain';
import type { Rules } from './rules';
import type { Cancelled, State } from './state';

/** What is the same in all states of a world. */
export interface Setting {
  readonly rules: Rules;
  readonly decide: Decide;
  /** By which units are dealt at first, and once the shop has changed that; then by the first again. */
  readonly layouts: readonly [ShopLayout, ShopLayout];
  /** How many times the shop may change its rules, and what it is called when it does. */
  readonly newRules: { readonly times: number; readonly label: string };
  /** How buyers take orders back here. */
  readonly cancelled: Cancelled;
  /** What the till has sold may be on sale once more, and missing to an order: nobody can stop the till. */
  readonly excusesTill: boolean;
}

export interface Decided {
  readonly item: ItemState;
  readonly changed: readonly PublishedAvailability[];
  /** Units that orders were left without. */
  readonly lost: number;
  readonly broken: string | null;
}

export type Decide = (item: ItemState, layout: ShopLayout) => Decided;

export const layoutOf = ({ layouts, newRules: { times } }: Setting, { toCome }: State): ShopLayout =>
  layouts[(times - toCome.newRules) % 2]!;
