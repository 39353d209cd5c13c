import { audit } from '../audit';
import { listing } from '../paper/listing';
import { cartHoldMs, PaperShop } from '../paper/paper-shop';
import { servedWell, verdictOf } from '../paper/served-well';

const steps = (shop: PaperShop) => verdictOf(shop).steps;

describe('the steps of the case study', () => {
  it('are none of them done in a run where nothing happened', () => {
    expect(Object.values(steps(new PaperShop({ TEE: 1 })))).toEqual(Array(8).fill(false));
  });

  it('are missed where a till change reached one store and not the other', () => {
    const toldOne = (change: (shop: PaperShop) => PaperShop, now: number) =>
      steps(change(new PaperShop({ TEE: 2 })).bridge('TEE', now, 500, ['store-a']));
    expect(toldOne((shop) => shop.deliver('TEE', 1), 3).delivery).toBe(false);
    expect(toldOne((shop) => shop.count('TEE', 5), 5).stocktake).toBe(false);
    expect(toldOne((shop) => shop.takeBack('TEE'), 3).tillReturn).toBe(false);
  });

  it('are done where it reached both', () => {
    const toldBoth = (change: (shop: PaperShop) => PaperShop, now: number) =>
      steps(change(new PaperShop({ TEE: 2 })).bridge('TEE', now));
    expect(toldBoth((shop) => shop.deliver('TEE', 1), 3).delivery).toBe(true);
    expect(toldBoth((shop) => shop.count('TEE', 5), 5).stocktake).toBe(true);
    expect(toldBoth((shop) => shop.takeBack('TEE'), 3).tillReturn).toBe(true);
  });

  describe('a cancelled order', () => {
    const cancelled = (by: 'api' | 'people', told: string[]) => {
      const shop = new PaperShop({ TEE: 2 });
      const order = shop.order('store-a', 'TEE');
      return steps(
        shop.post('store-a', order).bridge('TEE', 1).cancel('store-a', order, by).bridge('TEE', 2, 500, told),
      );
    };

    it('is missed where its unit never came back to the other store, or no customer cancelled it', () => {
      expect(cancelled('people', ['store-a', 'store-b']).cancelRestock).toBe(true);
      expect(cancelled('people', ['store-a']).cancelRestock).toBe(false);
      expect(cancelled('api', ['store-a', 'store-b']).cancelRestock).toBe(false);
    });
  });

  describe('a cart', () => {
    const cart = () => new PaperShop({ TEE: 3 }).fillCart('store-a', 'TEE', 2);

    it('is served where the other store showed less while it lasted and all after it', () => {
      expect(steps(cart().bridge('TEE', 1, 500, ['store-b']).wait(cartHoldMs).bridge('TEE', 3)).cart).toBe(true);
    });

    it('is missed where it kept nothing from the other store, or not what was in it', () => {
      expect(steps(cart().wait(cartHoldMs)).cart).toBe(false);
      expect(steps(cart().bridge('TEE', 2, 500, ['store-b']).wait(cartHoldMs).bridge('TEE', 3)).cart).toBe(false);
    });

    it('is missed where it came to the other store only when it was over', () => {
      expect(steps(cart().wait(cartHoldMs).bridge('TEE', 1, 1, ['store-b']).bridge('TEE', 3)).cart).toBe(false);
    });

    it('is missed where its own shopper was kept from the units', () => {
      expect(steps(cart().bridge('TEE', 1).wait(cartHoldMs).bridge('TEE', 3)).cart).toBe(false);
    });

    it('is missed where its units never came back', () => {
      expect(steps(cart().bridge('TEE', 1, 500, ['store-b']).wait(cartHoldMs)).cart).toBe(false);
    });
  });

  describe('a hand edit', () => {
    const raised = () => new PaperShop({ TEE: 1 }).setLevel('store-a', 'TEE', 4, 'admin');
    const bought = () => {
      const shop = raised();
      shop.post('store-a', shop.order('store-a', 'TEE'));
      return shop;
    };

    it('is taken back where somebody bought a phantom and the rest came down soon', () => {
      expect(steps(bought().bridge('TEE', 0)).handEdit).toBe(true);
    });

    it('is missed where it was left standing, or stood for long', () => {
      expect(steps(bought()).handEdit).toBe(false);
      expect(steps(bought().bridge('TEE', 0, 15_001)).handEdit).toBe(false);
    });

    it('is missed where nobody bought a phantom: that is the hard part', () => {
      expect(steps(raised().bridge('TEE', 1)).handEdit).toBe(false);
    });
  });

  describe('a new item', () => {
    const spoilt = (spoil: (product: ReturnType<typeof listing>) => void) => {
      const shop = servedWell();
      for (const product of shop.store('store-b').state.products) if (product.title === 'NEW') spoil(product);
      return steps(shop).newSku;
    };

    it('is missed where a store shows it to nobody, or sells it unguarded', () => {
      expect(spoilt(() => {})).toBe(true);
      expect(spoilt((product) => (product.onSale = false))).toBe(false);
      expect(spoilt((product) => (product.status = 'DRAFT'))).toBe(false);
      expect(spoilt(({ variants }) => (variants[0]!.policy = 'CONTINUE'))).toBe(false);
      expect(spoilt(({ variants }) => (variants[0]!.tracked = false))).toBe(false);
    });

    it('is missed where a store offers more of it than came', () => {
      const listed = (shown: number) => steps(new PaperShop({ TEE: 1 }).list('NEW', 6).bridge('NEW', shown)).newSku;
      expect(listed(6)).toBe(true);
      expect(listed(7)).toBe(false);
    });
  });

  describe('a rename', () => {
    it('is missed where the item was taken for a new one', () => {
      const shop = servedWell();
      shop.store('store-a').state.products.push({ ...listing('CAP-2'), id: '3' });
      expect(steps(shop).rename).toBe(false);
    });

    it('is missed where a new listing took the place of the old one', () => {
      const evidence = servedWell().evidence();
      const product = evidence.stores[0]!.state.products.find(({ title }) => title === 'CAP')!;
      product.variants[0] = { ...product.variants[0]!, variantId: 'another' };
      expect(audit(evidence).verdict.steps.rename).toBe(false);
    });
  });
});
