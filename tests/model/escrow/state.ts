import type { StoreLevel } from '@tillbridge/gateway-kit';
import type { Acknowledgement, ItemState, PublishedAvailability, StoreReport } from '@tillbridge/stock-domain';

/** What became of an order that its buyer took back: its unit is on sale again, or its store did not put it back. */
export type Cancelled = 'put back' | 'not put back';

/** An order of one unit. It has a second edition once it is cancelled. */
export interface Order {
  readonly cancelled: Cancelled | null;
  /** The newest edition that its gateway has seen; 0: none. */
  readonly seen: number;
}

/** A push on its way: to the store, done there and on its way back, or lost, so that nobody will hear what came of it. */
export interface Call {
  readonly from: number;
  readonly to: number;
  readonly where: 'sent' | 'done' | 'lost';
  /** What the store did with it, which it remembers under the key of the call; null while it has not come to it. */
  readonly outcome: 'applied' | 'refused' | null;
  /** Its gateway takes it for settled, whatever comes of it. */
  readonly isStray: boolean;
}

/** What a gateway tells the core. */
export type Told =
  | { readonly kind: 'order'; readonly order: number; readonly cancelled: Cancelled | null }
  | { readonly kind: 'claim'; readonly report: StoreReport }
  | { readonly kind: 'settled'; readonly level: Acknowledgement };

export interface Store {
  readonly channel: string;
  readonly storeLocation: string;
  /** What it really shows: its buyers have it from there. Below nothing it sells nothing. */
  readonly shows: number;
  readonly orders: readonly Order[];
  /** Units that somebody has added to what it shows, or taken off it, by hand. */
  readonly added: number;
  readonly takenOff: number;
  /** What its gateway keeps of it. */
  readonly level: StoreLevel;
  /** A level on its way to the gateway, which had seen the facts of `token` when it asked. */
  readonly read: { readonly token: number; readonly level: number } | null;
  /** Whether a poll of its orders that began after the last read has found nothing. */
  readonly isPolled: boolean;
  readonly calls: readonly Call[];
  /** On their way, in the order in which they were told: from the gateway to the core, and back. */
  readonly toCore: readonly Told[];
  readonly toGateway: readonly PublishedAvailability[];
}

/** What may still come from outside. */
export interface ToCome {
  readonly orders: number;
  readonly cancels: number;
  readonly tillSales: number;
  /** The shop changes the rules by which units are dealt. */
  readonly newRules: number;
  /** Requests or answers of pushes that are lost. */
  readonly losses: number;
  /** Facts that come twice, or before those that were told before them. */
  readonly disorder: number;
  /** Units that somebody adds to what a store shows, or takes off it, by hand. */
  readonly handRaises: number;
  readonly handLowerings: number;
  /** Reads that nothing we know of asks for. */
  readonly reads: number;
}

export interface State {
  /** Units at the location that the till has not sold, whoever was promised them. */
  readonly shelf: number;
  readonly sold: number;
  /** Of these sales, the ones that the core has not heard of. */
  readonly soldUnheard: number;
  readonly core: ItemState;
  readonly stores: readonly Store[];
  readonly toCome: ToCome;
  /** Since when units are dealt and the stores are known to show no more than there is, no unit may be on sale twice. */
  readonly isEstablished: boolean;
  /** What a decision did that it must not do; null: nothing. */
  readonly broken: string | null;
}

export const location = 'main';

export const withStore = (state: State, at: number, change: Partial<Store>): State => ({
  ...state,
  stores: state.stores.map((store, index) => (index === at ? { ...store, ...change } : store)),
});

export const spend = (state: State, what: keyof ToCome): State => ({
  ...state,
  toCome: { ...state.toCome, [what]: state.toCome[what] - 1 },
});

export const sumOf = <T>(all: readonly T[], units: (each: T) => number): number =>
  all.reduce((total, each) => total + units(each), 0);

/** What may happen next, and what comes of it. */
export type Step = readonly [label: string, next: State];
