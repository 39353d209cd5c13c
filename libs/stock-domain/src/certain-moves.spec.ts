import { decideOrderLine } from './decide-order';
import { freeAtMost, freeForSure, reservedAt } from './level';
import { claim, order, sell, show, stocked } from './paper-item';
import type { ShopLayout } from './policy';
import { decided, ofB, shop } from './spec-claims';
import { atLocations, atThree } from './spec-places';

describe('a promise whose location loses its unit', () => {
  it('is moved to no unit that may be gone: a sale was seen there that the row may not hold yet', () => {
    const both = show(stocked(1, 'main'), 2, 0, { location: 'depot' });
    const accepted = decided(order(both, claim('1', ofB)), 0, shop({})).item;
    const doubtful = show(accepted, 1, 10, { location: 'depot', sold: 1 });
    expect([freeAtMost(doubtful, 'depot'), freeForSure(doubtful, 'depot')]).toEqual([1, 0]);
    const { item, losses } = decided(sell(doubtful, 1, 20), 20_000, shop({}));
    expect(losses).toMatchObject([{ order: '1', location: 'main', units: 1 }]);
    expect([reservedAt(item, 'main'), reservedAt(item, 'depot')]).toEqual([0, 0]);
  });

  it('takes none from a worse claim at a location whose records could not be read', () => {
    const layout: ShopLayout = { ...shop({}), places: atThree };
    const at = (channel: string) => ({ channel, storeLocation: channel });
    const claims = [claim('1', at('store-b')), claim('2', at('store-c'))];
    const both = claims.reduce((item, each) => decideOrderLine(item, each, layout), atLocations(1, 1, 0));
    const accepted = decided(both, 0, layout).item;
    expect([reservedAt(accepted, 'main'), reservedAt(accepted, 'depot')]).toEqual([1, 1]);
    const doubtful = show(accepted, 1, 10, { location: 'depot', complete: false });
    const { losses } = decided(sell(doubtful, 1, 20), 20_000, layout);
    expect(losses).toMatchObject([{ order: '1', location: 'main', units: 1 }]);
  });
});
