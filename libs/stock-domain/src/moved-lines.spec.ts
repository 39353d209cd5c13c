import { decideOrderLine, type LineClaim } from './decide-order';
import type { ItemState } from './item-state';
import { freeAtMost } from './level';
import { claim, paperLayout, stocked } from './paper-item';

describe('a line that was moved is counted at both places', () => {
  const places = [...paperLayout.places, { channel: 'store-a', storeLocation: '9', serves: ['main'] }];
  const layout = { ...paperLayout, places };
  const taken = (...claims: LineClaim[]) =>
    claims.reduce((item, each) => decideOrderLine(item, each, layout), stocked(5));
  const sums = ({ views }: ItemState) =>
    Object.fromEntries(
      views.map(({ storeLocation, ordersCounted, restocksCounted }) => [
        storeLocation,
        [ordersCounted, restocksCounted],
      ]),
    );
  const from = (...storeLocations: string[]) => storeLocations.map((storeLocation) => ({ storeLocation, units: 1 }));
  const at1 = claim('1');
  const at9 = claim('1', { storeLocation: '9', movedFrom: from('1') });
  const back = claim('1', { movedFrom: from('1', '9') });

  it('whether its states were all heard or the newest alone', () => {
    expect(sums(taken(at1, at9))).toEqual({ '1': [1, 1], '9': [1, 0] });
    expect(sums(taken(at9))).toEqual(sums(taken(at1, at9)));
    for (const heard of [[back], [at1, back], [at9, back], [at1, at9, back]])
      expect(sums(taken(...heard))).toEqual({ '1': [2, 1], '9': [1, 1] });
  });

  it('also when it is heard of only where nothing is ours', () => {
    const out = claim('1', { storeLocation: '77', movedFrom: from('1') });
    const heard = taken(out);
    expect([sums(heard), freeAtMost(heard, 'main')]).toEqual([{ '1': [1, 1], '77': [1, 0] }, 5]);
    expect(heard.promises).toMatchObject([{ storeLocation: '77', owed: 0 }]);
    expect(sums(taken(at1, out))).toEqual(sums(heard));
    expect(taken(claim('1', { storeLocation: '77' })).promises).toEqual([]);
    const again = decideOrderLine(heard, claim('1', { movedFrom: from('1', '77') }), layout);
    expect([sums(again)['1'], freeAtMost(again, 'main')]).toEqual([[2, 1], 4]);
  });
});
