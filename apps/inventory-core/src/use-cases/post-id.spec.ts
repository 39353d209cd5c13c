import type { OrderState } from '../ledger/ledger';
import { postIdOf } from './post-id';

const order = { channel: 'store-a', order: '1', postsGranted: 0 } as OrderState;
const idOf = (change: Partial<OrderState> = {}, location = 'main', kind: 'sale' | 'reverse' = 'sale') =>
  postIdOf({ ...order, ...change }, location, kind);

describe('the id of what is recorded at the till', () => {
  // A batch that was stale, or whose process died, is decided again: its grant has to be the same sale.
  it('is the same whenever it is derived from the same order again', () => {
    expect(idOf()).toBe(idOf());
    expect(idOf()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5/);
  });

  // The till would take it for a copy of what it has, or for what it has refused.
  it('is another one for each thing that is recorded', () => {
    const ids = [
      idOf(),
      idOf({ postsGranted: 1 }),
      idOf({ order: '2' }),
      idOf({ channel: 'store-b' }),
      idOf({}, 'depot'),
      idOf({}, 'main', 'reverse'),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });
});
