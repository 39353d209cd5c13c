import { NotFoundException } from '@nestjs/common';
import { memoryTillStores } from '@tillbridge/gateway-kit';
import { MemoryUnitOfWork } from '@tillbridge/persistence';
import { aGrant } from '@tillbridge/testing';
import type { Till } from '../till';
import { PostsController } from './posts.controller';

const answeredAt = new Date(Date.UTC(2026, 10, 23, 10));

describe('the list of what the till refused', () => {
  const unitOfWork = new MemoryUnitOfWork();
  const stores = memoryTillStores();
  const tills = { get: (channel: string) => (channel === 'till' ? ({} as Till) : undefined) };
  const controller = new PostsController(tills, stores, unitOfWork);

  it('says which order it is, why, and both sums, and nothing of what was recorded', async () => {
    const [refused, closed] = [aGrant('p1', 'main', { total: '19.9' }), aGrant('p1', 'main', { order: '5552' })];
    const cause = { correlationId: 'c', causationId: null, traceparent: null };
    await unitOfWork.run(async (tx) => {
      await stores.posts.grant(
        tx,
        [refused, closed].map((grant) => ({ grant, cause })),
        answeredAt,
      );
      const refusal = { outcome: 'refused' as const, answeredAt, reason: 'too dear', saleTotal: '19.91' };
      await stores.posts.answer(tx, refused.postId, refusal);
      await stores.posts.answer(tx, closed.postId, { outcome: 'closed', answeredAt, reason: null, saleTotal: null });
    });
    const order = { channel: 'store-a', order: '5551', orderName: '#1015' };
    const sums = { orderTotal: '19.9', saleTotal: '19.91', currency: 'EUR' };
    expect(await controller.refused('till')).toEqual({
      posts: [{ id: refused.postId, ...order, ...sums, reason: 'too dear', answeredAt: '2026-11-23T10:00:00.000Z' }],
    });
  });

  it('is asked of the till, not of a store', async () => {
    await expect(controller.refused('store-a')).rejects.toBeInstanceOf(NotFoundException);
  });
});
