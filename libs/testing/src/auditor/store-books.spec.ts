import { audit } from './audit';
import { listing } from './paper/listing';
import { PaperShop } from './paper/paper-shop';
import { kindsOf, servedWell, verdictOf } from './paper/served-well';

describe('levels', () => {
  it('drift when a store shows a unit too many, and when one shows too few', () => {
    const shop = servedWell().setLevel('store-a', 'MUG', 11).setLevel('store-b', 'MUG', 6);
    expect(verdictOf(shop).driftUnits).toBe(1 + 4);
  });

  it('drift when the till lost a unit', () => {
    const evidence = servedWell().evidence();
    evidence.till.state.levels[0]!.level -= 1;
    expect(audit(evidence).verdict.driftUnits).toBe(1);
  });

  it('drift when a store does not know an item at all, or has it where nobody can buy it', () => {
    for (const spoil of ['forget', 'deactivate']) {
      const evidence = servedWell().evidence();
      const store = evidence.stores[1]!;
      if (spoil === 'forget') store.state.levels = store.state.levels.filter(({ sku }) => sku !== 'NEW');
      for (const level of store.state.levels) if (level.sku === 'NEW') level.active = false;
      const { verdict } = audit(evidence);
      expect(verdict.driftUnits).toBe(6);
    }
  });

  it('are lost facts where a till sale reached one store only', () => {
    const shop = new PaperShop({ TEE: 2 });
    shop.tillSale('TEE').bridge('TEE', 1, 500, ['store-a']);
    expect(verdictOf(shop).lostFacts).toBe(1);
  });
});

describe('a store that was told twice', () => {
  it('has an order on hold twice', () => {
    const shop = new PaperShop({ TEE: 0 });
    shop.setLevel('store-a', 'TEE', 1, 'admin');
    const order = shop.order('store-a', 'TEE');
    shop.hold('store-a', order).hold('store-a', order);
    expect(verdictOf(shop).duplicateEffects).toBe(1);
  });

  it('lists an item twice, also under a label that the item had before or got since', () => {
    const shop = servedWell();
    const { products } = shop.store('store-b').state;
    products.push({ ...listing('TEE'), id: '2' }, { ...listing('CAP-2'), id: '3' });
    expect(verdictOf(shop).duplicateEffects).toBe(2);
  });

  it.each(['DRAFT', 'ARCHIVED'])('lists an item beside one that it has as %s', (status) => {
    const shop = servedWell();
    shop.store('store-b').state.products.push({ ...listing('TEE'), id: '2', status, onSale: false });
    expect(verdictOf(shop).duplicateEffects).toBe(1);
  });
});

describe('what was for sale before', () => {
  const spoilt = (spoil: (product: ReturnType<typeof listing>) => void) => {
    const shop = servedWell();
    spoil(shop.store('store-a').state.products.find(({ title }) => title === 'MUG')!);
    return kindsOf(shop);
  };

  it('may not stop denying, stop counting or leave the market', () => {
    expect(spoilt(({ variants }) => (variants[0]!.policy = 'CONTINUE'))).toEqual(['listingChanged']);
    expect(spoilt(({ variants }) => (variants[0]!.tracked = false))).toEqual(['listingChanged']);
    expect(spoilt((product) => (product.onSale = false))).toEqual(['listingChanged']);
  });

  it('may not disappear', () => {
    expect(spoilt((product) => (product.variants = []))).toEqual(['listingChanged']);
  });

  it.each(['DRAFT', 'ARCHIVED'])('may not become %s', (status) => {
    expect(spoilt((product) => Object.assign(product, { status, onSale: false }))).toEqual(['listingChanged']);
  });
});
