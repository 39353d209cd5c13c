import type { AdminClient } from '../admin/client';
import { NoAnswer } from '../admin/errors';
import { pollOrders } from './orders';

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
