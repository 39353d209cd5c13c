import type { AdminClient } from '../admin/client';
import { NoAnswer } from '../admin/errors';
import { pollOrders, readOrder } from './orders';

const node = (order: string) => ({ legacyResourceId: order, updatedAt: '2026-11-23T10:00:00Z' });

/** A store that has these pages, and gives no answer after them. */
function storeOf(...pages: { nodes: object[]; pageInfo: object }[]): AdminClient {
  const left = [...pages];
  const ask = async () => {
    const orders = left.shift();
    if (!orders) throw new NoAnswer('HTTP 502');
    return { orders };
  };
  return { ask } as unknown as AdminClient;
}

describe('polling the orders of a store', () => {
  const first = { nodes: [node('1'), node('9007199254740993')], pageInfo: { hasNextPage: true, endCursor: 'c' } };
  const last = { nodes: [node('3')], pageInfo: { hasNextPage: false, endCursor: null } };

  it('takes all pages, and ids beyond 2^53 as they are', async () => {
    const found = await pollOrders(storeOf(first, last), 'status:open');
    expect(found.map(({ order }) => order)).toEqual(['1', '9007199254740993', '3']);
  });

  it('is no answer at all when it fails half way: what the other pages hold must not be taken for seen', async () => {
    await expect(pollOrders(storeOf(first), 'status:open')).rejects.toBeInstanceOf(NoAnswer);
  });
});

describe('reading an order of more lines than one page holds', () => {
  const amount = { shopMoney: { amount: '5.00' } };
  const noMore = { nodes: [], pageInfo: { hasNextPage: false } };
  const lineOf = (id: string) => ({
    ...{ id: `gid://shopify/LineItem/${id}`, quantity: 1, currentQuantity: 1, isGiftCard: false, taxLines: [] },
    ...{ originalUnitPriceSet: amount, discountAllocations: [], variant: { legacyResourceId: '7' } },
  });
  /** Its first page was read at one moment, its second at another, where the two differ. */
  const readAt = (...moments: [string, string]) => {
    const pages = moments.map((updatedAt, index) => ({
      ...{ legacyResourceId: '1', name: '#1', createdAt: moments[0], updatedAt, cancelledAt: null, cartToken: null },
      ...{ displayFinancialStatus: 'PAID', currencyCode: 'EUR', taxesIncluded: true, fulfillments: [], refunds: [] },
      ...{ shippingLines: noMore, totalPriceSet: amount, currentTotalPriceSet: amount, totalTipReceivedSet: amount },
      ...{ originalTotalDutiesSet: null, originalTotalAdditionalFeesSet: null, currentTotalDutiesSet: null },
      lineItems: { nodes: [lineOf(`${index}`)], pageInfo: { hasNextPage: index === 0, endCursor: 'c' } },
    }));
    const client = { ask: async () => ({ order: pages.shift()! }) } as unknown as AdminClient;
    return readOrder(client, { channel: 'store-a', order: '1', soleLocation: 'l1' });
  };

  it('takes the lines of all pages', async () => {
    const moment = '2026-11-23T10:00:00Z';
    expect((await readAt(moment, moment))?.order.lines.map(({ line }) => line)).toEqual(['0', '1']);
  });

  it('is no answer when it was changed in between: lines of before would count with refunds of after', async () => {
    await expect(readAt('2026-11-23T10:00:00Z', '2026-11-23T10:00:02Z')).rejects.toBeInstanceOf(NoAnswer);
  });
});
