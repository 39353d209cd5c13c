import {
  cartObserved,
  catalogItemListed,
  orderObserved,
  orderResolved,
  storeClaimChanged,
  storeLevelSettled,
  tillCountChanged,
  tillPostAnswered,
  tillStockObserved,
  type CartObserved,
  type CatalogItemListed,
  type Cause,
  type OrderObserved,
  type OrderResolved,
  type StoreClaimChanged,
  type StoreLevelSettled,
  type TillCountChanged,
  type TillPostAnswered,
  type TillStockObserved,
} from '@tillbridge/contracts';
import { labelOf, type References } from './ledger/ledger';
import { takeInPostAnswer, takeInResolution } from './use-cases/answer-post';
import { listItem } from './use-cases/list-item';
import { observeCart } from './use-cases/observe-cart';
import { observeClaim } from './use-cases/observe-claim';
import { observeCount } from './use-cases/observe-count';
import { observeOrder } from './use-cases/observe-order';
import { observeSettled } from './use-cases/observe-settled';
import { observeTill } from './use-cases/observe-till';
import type { Session } from './use-cases/session';

/** What to load for a fact, and the use case that decides it. */
export interface FactHandler<Data> {
  readonly touches: (data: Data) => Partial<References>;
  readonly apply: (session: Session, data: Data, cause: Cause) => void;
}

const entry = <Data>(apply: FactHandler<Data>['apply'], touches: FactHandler<Data>['touches']): FactHandler<unknown> =>
  ({ apply, touches }) as FactHandler<unknown>;

/** The whole nervous system of the core: which fact runs which use case. */
export const factTable: Readonly<Record<string, FactHandler<unknown>>> = {
  [tillStockObserved.routingKey]: entry<TillStockObserved>(observeTill, (found) => ({
    externals: [{ channel: found.till, externalId: found.externalId }],
    voided: found.voidedPosts,
    records: found.records.map((record) => ({ till: found.till, recordId: record.recordId })),
  })),
  [tillPostAnswered.routingKey]: entry<TillPostAnswered>(takeInPostAnswer, (answer) => ({ posts: [answer.postId] })),
  [tillCountChanged.routingKey]: entry<TillCountChanged>(observeCount, (news) => ({
    externals: news.items.map((externalId) => ({ channel: news.till, externalId })),
  })),
  [catalogItemListed.routingKey]: entry<CatalogItemListed>(listItem, (listed) => ({
    externals: [{ channel: listed.channel, externalId: listed.externalId }],
    proposals: [labelOf(listed.sku), labelOf(listed.barcode)].filter((label) => label !== null),
    items: listed.createdFor === null ? [] : [listed.createdFor],
  })),
  [orderObserved.routingKey]: entry<OrderObserved>(observeOrder, (observed) => ({
    orders: [{ channel: observed.channel, order: observed.order }],
    externals: externalsOf(observed.channel, observed.lines),
    carts: observed.cart === null ? [] : [{ channel: observed.channel, cart: observed.cart }],
  })),
  [orderResolved.routingKey]: entry<OrderResolved>(takeInResolution, (resolved) => ({
    orders: [{ channel: resolved.channel, order: resolved.order }],
  })),
  [storeClaimChanged.routingKey]: entry<StoreClaimChanged>(observeClaim, (report) => ({
    externals: [{ channel: report.channel, externalId: report.externalId }],
  })),
  [storeLevelSettled.routingKey]: entry<StoreLevelSettled>(observeSettled, (told) => ({
    externals: [{ channel: told.channel, externalId: told.externalId }],
  })),
  [cartObserved.routingKey]: entry<CartObserved>(observeCart, (cart) => ({
    externals: externalsOf(cart.channel, cart.lines),
    carts: [{ channel: cart.channel, cart: cart.cart }],
  })),
};

function externalsOf(channel: string, lines: readonly { externalId: string | null }[]) {
  return lines.flatMap(({ externalId }) => (externalId === null ? [] : [{ channel, externalId }]));
}
