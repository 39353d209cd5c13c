import type { LineMoney, MovedFrom, OrderMoney, OrderShort, PutBackAt } from '@tillbridge/contracts';
import type { Booked } from '../money/booked';

export interface OrderLineState {
  readonly line: string;
  readonly externalId: string | null;
  readonly storeLocation: string | null;
  readonly ordered: number;
  readonly current: number;
  readonly fulfilled: number;
  /** Units whose shipment was taken back; absent while none was. */
  readonly unshipped?: number;
  readonly restocked: number;
  /** Where it was counted before it was moved; absent while it never was. */
  readonly movedFrom?: readonly MovedFrom[];
  /** What was put back elsewhere than where it is; absent while nothing was. */
  readonly putBackAt?: readonly PutBackAt[];
  /** Of one unit, before discounts. */
  readonly unitPrice: string;
  /** Absent where nothing is known beyond the unit price. */
  readonly money?: LineMoney;
  /** Units this line lost, and why; told to its store once. */
  readonly short: number;
  readonly shortReason: string | null;
  /** Its store kept no stock of it when it was ordered: nothing is set aside for it. */
  readonly untracked?: true;
}

/** One store order. Its version is checked by every message about it, cancel-before-create included. */
export interface OrderState {
  readonly channel: string;
  readonly order: string;
  readonly version: number;
  readonly name: string;
  readonly placedAt: string;
  readonly updatedAt: string;
  /** Sticky: no later message takes a cancellation back. */
  readonly cancelledAt: string | null;
  readonly paid: boolean;
  readonly currency: string;
  readonly cart: string | null;
  readonly lines: readonly OrderLineState[];
  /** External ids of lines that no item is linked to yet; they are decided once one is. */
  readonly waiting: readonly string[];
  /** How many posts were granted for it; part of each post's id. */
  readonly postsGranted: number;
  /** Absent where nothing is known beyond the unit prices. */
  readonly money?: OrderMoney;
  /** What its posts recorded at the till, oldest first; what the till refused is not in it. */
  readonly booked: readonly Booked[];
  /** A person let it be recorded at no value, for its sums did not agree. */
  readonly zeroValue: boolean;
  /** The highest decision told to its store, and what came of it. */
  readonly decision: number;
  /** What its store was asked to do by that decision; null while it was told nothing. */
  readonly told: OrderShort['resolution'] | null;
  readonly resolution: string | null;
}
