import {
  isProvisional,
  isSameLine,
  isWaitingForRivals,
  locationsOf,
  setAsideAt,
  type ItemState,
  type Millis,
  type PromiseState,
} from '@tillbridge/stock-domain';
import type { OrderState } from '../ledger/ledger';

/** Units of a line that one location sets aside. */
export interface ServedFrom {
  readonly location: string;
  readonly units: number;
  /** Of these, what the till's level does not lack yet, and what it is known to lack. */
  readonly reserved: number;
  readonly posted: number;
}

export interface LineExplained {
  readonly line: string;
  /** null while no item is linked to it, and for what is no stocked item. */
  readonly itemId: string | null;
  readonly externalId: string | null;
  readonly ordered: number;
  readonly wanted: number;
  readonly shipped: number;
  readonly servedFrom: readonly ServedFrom[];
  readonly short: number;
  readonly shortReason: string | null;
  /** ISO time until which what is not accepted yet waits for claims that may compete with it. */
  readonly waitsForRivalsUntil: string | null;
  /** ISO time from which on what is accepted is accepted for good; null once it is. */
  readonly provisionalUntil: string | null;
  /** The store location that its store is asked to move it to. */
  readonly movingTo: string | null;
  /** No item is linked to what it sells: a person has to say which. */
  readonly waitsForLink: boolean;
}

/** Where each line of an order stands. */
export function explainLines(order: OrderState, items: readonly ItemState[], now: Millis): readonly LineExplained[] {
  return order.lines.map((line) => {
    const key = { channel: order.channel, order: order.order, line: line.line };
    const item = items.find(({ promises }) => promises.some((promise) => isSameLine(promise, key)));
    const promise = item?.promises.find((each) => isSameLine(each, key));
    // As the promise stands now: what its store was told of may have been refunded or shipped since.
    const short = promise?.short ?? 0;
    return {
      line: line.line,
      itemId: item?.itemId ?? null,
      externalId: line.externalId,
      ordered: line.ordered,
      wanted: order.cancelledAt === null ? line.current : 0,
      shipped: line.fulfilled,
      servedFrom: promise === undefined ? [] : servedFrom(promise),
      short,
      shortReason: short > 0 ? line.shortReason : null,
      waitsForRivalsUntil:
        promise !== undefined && promise.decideAt !== null && isWaitingForRivals(promise, now)
          ? new Date(promise.decideAt).toISOString()
          : null,
      provisionalUntil: provisionalUntil(promise, now),
      movingTo: promise?.movingTo ?? null,
      waitsForLink: promise === undefined && line.externalId !== null && order.waiting.includes(line.externalId),
    };
  });
}

function provisionalUntil(promise: PromiseState | undefined, now: Millis): string | null {
  if (promise === undefined || !isProvisional(promise, now)) return null;
  return new Date(promise.provisional.until).toISOString();
}

function servedFrom(promise: PromiseState): readonly ServedFrom[] {
  return locationsOf(promise)
    .map((location) => {
      const units = Math.max(0, setAsideAt(promise, location));
      const posted = Math.max(0, Math.min(units, settledAt(promise, location)));
      return { location, units, reserved: units - posted, posted };
    })
    .filter(({ units }) => units > 0);
}

function settledAt({ posts }: PromiseState, location: string): number {
  return posts
    .filter((post) => post.location === location && post.state === 'settled')
    .reduce((total, { kind, units }) => total + (kind === 'sale' ? units : -units), 0);
}
