import { decideOrderLine } from './decide-order';
import { isLevelKnown, levelAt } from './level';
import { answered, claim, grant, paperLayout, settled, show, stocked } from './paper-item';
import { foldFinished } from './posts';
import type { ItemState } from './item-state';

const layout = {
  ...paperLayout,
  places: [...paperLayout.places, { channel: 'store-a', storeLocation: '9', serves: ['depot'] }],
};
const take = (item: ItemState, more: Parameters<typeof claim>[1], now: number) =>
  settled(decideOrderLine(item, claim('1', more), layout), now);
/** The till has recorded what waited, and shows `level` at main. */
const recorded = (item: ItemState, level: number, seconds: number) => {
  const closed = { postId: 'post-1', outcome: 'closed', answeredAt: seconds * 1_000 + 500 } as const;
  return show(answered(grant(item, seconds * 1_000), closed), level, seconds + 7);
};

describe('a promise that is over', () => {
  it('opens no level that the till has never told, where it was moved to without a unit', () => {
    const sold = recorded(take(stocked(3), {}, 0), 2, 1);
    const movedFrom = [{ storeLocation: '1', units: 1 }];
    const back = recorded(take(sold, { storeLocation: '9', movedFrom }, 9_000), 3, 9);
    const over = foldFinished(take(back, { storeLocation: '9', movedFrom, current: 0, restocked: 1 }, 17_000));
    expect(over.promises[0].posts).toEqual([]);
    expect([isLevelKnown(over, 'depot'), levelAt(over, 'depot').mirror.base]).toEqual([false, null]);
  });
});
