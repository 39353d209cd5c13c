import type { Bridge } from './bridge';
import { coreView } from './core-view';

const orders = [{ channel: 'store-a', orderId: '9001', outcome: 'held' }] as Parameters<typeof coreView>[1];
const bridge = (ask: (route: string) => Promise<unknown>) =>
  ({ ask: (_service: string, route: string) => ask(route) }) as unknown as Bridge;

describe('what the core says', () => {
  it('is its levels by SKU and its reasons by order', async () => {
    const answers: Record<string, unknown> = {
      '/levels?limit=500': { levels: [{ sku: 'TEE', available: 2 }], next: 'b' },
      '/levels?limit=500&after=b': { levels: [{ sku: 'TEE', available: 1 }], next: null },
      '/orders/store-a/9001': { lines: [{ shortReason: 'too late' }] },
    };
    const view = await coreView(
      bridge(async (route) => answers[route]),
      orders,
    );
    expect([...view.levels]).toEqual([['TEE', 3]]);
    expect([...view.reasons]).toEqual([['store-a 9001', 'too late']]);
  });

  it('is nothing where it does not answer: the verdict stands without it', async () => {
    const view = await coreView(
      bridge(() => Promise.reject(new Error('fetch failed'))),
      orders,
    );
    expect([view.levels.size, view.reasons.size]).toEqual([0, 0]);
  });
});
