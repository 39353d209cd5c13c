import { cartHoldMs, PaperShop } from './paper/paper-shop';
import { kindsOf, verdictOf } from './paper/served-well';

describe('unsold while refused', () => {
  it('finds a store that was kept at zero while units lay there', () => {
    const shop = new PaperShop({ TEE: 3 });
    shop.setLevel('store-a', 'TEE', 0).refuse('store-a', 'TEE').setLevel('store-a', 'TEE', 3);
    expect(verdictOf(shop).unsoldWhileRefused).toBe(3);
    expect(kindsOf(shop)).toEqual(['unsoldWhileRefused']);
  });

  it('forgives units that somebody bought in the end, or that came later', () => {
    const shop = new PaperShop({ TEE: 1 });
    shop.setLevel('store-a', 'TEE', 0).refuse('store-a', 'TEE').tillSale('TEE').bridge('TEE', 0);
    shop.refuse('store-b', 'TEE').deliver('TEE', 4).bridge('TEE', 4);
    expect(verdictOf(shop).unsoldWhileRefused).toBe(0);
  });

  it('finds units that had long been free when the buyer came, although somebody bought them in the end', () => {
    const refusedAfter = (ms: number) => {
      const shop = new PaperShop({ TEE: 3 }).setLevel('store-a', 'TEE', 0).wait(ms).refuse('store-a', 'TEE');
      return verdictOf(shop.tillSale('TEE', 3).bridge('TEE', 0)).unsoldWhileRefused;
    };
    expect(refusedAfter(10_000)).toBe(3);
    expect(refusedAfter(9_000)).toBe(0);
  });

  it('forgives a refusal of what the cart of another store keeps', () => {
    const shop = new PaperShop({ TEE: 2 }).wait(20_000).fillCart('store-b', 'TEE', 2).setLevel('store-a', 'TEE', 0);
    shop.refuse('store-a', 'TEE').wait(cartHoldMs).setLevel('store-a', 'TEE', 2);
    expect(verdictOf(shop).unsoldWhileRefused).toBe(0);
  });

  it('forgives a refusal of more than lay there', () => {
    const shop = new PaperShop({ TEE: 1 });
    shop.refuse('store-a', 'TEE', 2);
    expect(verdictOf(shop).unsoldWhileRefused).toBe(0);
  });
});

describe('withheld units', () => {
  it('are found when a store shows less than the truth for long, although nobody was refused', () => {
    const shop = new PaperShop({ TEE: 3 }).setLevel('store-a', 'TEE', 1).wait(16_000).setLevel('store-a', 'TEE', 3);
    expect(kindsOf(shop)).toEqual(['withheld']);
  });

  it('are found behind a truth that moves, by what was free all the while', () => {
    const shop = new PaperShop({ TEE: 5 }).setLevel('store-a', 'TEE', 1).wait(8_000);
    shop.tillSale('TEE').bridge('TEE', 4, 500, ['store-b']).wait(8_000).setLevel('store-a', 'TEE', 4);
    expect(kindsOf(shop)).toEqual(['withheld']);
  });

  it('are no fault for a moment, nor one after the other', () => {
    const shop = new PaperShop({ TEE: 5 }).setLevel('store-a', 'TEE', 4).wait(10_000).setLevel('store-a', 'TEE', 5);
    shop.setLevel('store-a', 'TEE', 4).wait(10_000).setLevel('store-a', 'TEE', 5);
    expect(kindsOf(shop)).toEqual([]);
  });

  it('are no fault where the truth came down to what the store shows', () => {
    const shop = new PaperShop({ TEE: 3 }).setLevel('store-a', 'TEE', 1).wait(8_000);
    expect(kindsOf(shop.tillSale('TEE', 2).bridge('TEE', 1).wait(20_000))).toEqual([]);
  });

  it('are no fault while a cart of another store keeps them, but are when it has long run out', () => {
    const kept = (ms: number) => {
      const shop = new PaperShop({ TEE: 3 }).fillCart('store-b', 'TEE', 2);
      return shop.setLevel('store-a', 'TEE', 1).wait(ms).setLevel('store-a', 'TEE', 3);
    };
    expect(kindsOf(kept(20_000))).toEqual([]);
    expect(kindsOf(kept(26_000))).toEqual(['withheld']);
  });
});
