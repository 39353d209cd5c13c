import type { SaleState, StockEffect } from './records';

export const SALE_STATES: SaleState[] = ['parked', 'pending', 'voided', 'closed'];
export const SALE_ATTRIBUTES = ['onaccount', 'layby', 'delivery', 'pickup', 'service'];

const OPEN_STATUS: Record<string, string> = {
  onaccount: 'ONACCOUNT',
  layby: 'LAYBY',
  delivery: 'AWAITING_DISPATCH',
  pickup: 'AWAITING_PICKUP',
  service: 'SERVICE',
};
const CLOSED_STATUS: Record<string, string> = {
  onaccount: 'ONACCOUNT_CLOSED',
  layby: 'LAYBY_CLOSED',
  delivery: 'DISPATCHED_CLOSED',
  pickup: 'PICKED_UP_CLOSED',
  service: 'SERVICE_CLOSED',
};

/** The one-word status of the older API, still used in webhooks, from today's state and attributes. */
export function statusOf(state: SaleState, attributes: string[]): string {
  const kind = attributes.find((attribute) => attribute in OPEN_STATUS);
  switch (state) {
    case 'parked':
      return 'SAVED';
    case 'voided':
      return 'VOIDED';
    case 'pending':
      return kind ? OPEN_STATUS[kind] : 'OPEN';
    case 'closed':
      return kind ? CLOSED_STATUS[kind] : 'CLOSED';
  }
}

const PENDING_EFFECT: Record<string, StockEffect> = {
  ONACCOUNT: 'deduct',
  LAYBY: 'deduct',
  AWAITING_DISPATCH: 'owe',
  AWAITING_PICKUP: 'owe',
};

/** Closed sales and goods that left on account take stock; those awaiting fulfilment take what is there and owe the rest. */
export function stockEffect(state: SaleState, attributes: string[]): StockEffect {
  if (state === 'closed') return 'deduct';
  return PENDING_EFFECT[statusOf(state, attributes)] ?? 'none';
}
