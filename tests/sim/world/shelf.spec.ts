import { Shelf } from './shelf';

describe('the count at the shelf', () => {
  const withUnits = (units: number) => {
    const shelf = new Shelf(1_000);
    shelf.stock('TEE', units);
    return shelf;
  };

  it('finds no conflict while there is a unit for every order', () => {
    const shelf = withUnits(2);
    shelf.accept('TEE', 1, 'store-a');
    shelf.accept('TEE', 1, 'store-b');
    expect(shelf.conflicts).toEqual([]);
    expect(shelf.totals()).toEqual({ units: 2, accepted: 2, sold: 2, takenAtTill: 0 });
  });

  it('finds the order that was accepted when all units had been promised', () => {
    const shelf = withUnits(1);
    shelf.accept('TEE', 1, 'store-a');
    shelf.accept('TEE', 2, 'store-b');
    expect(shelf.conflicts).toEqual([{ sku: 'TEE', atMs: 2, between: 'stores' }]);
    expect(shelf.totals()).toMatchObject({ accepted: 2, sold: 1 });
    expect(shelf.storyOf('TEE')).toContain('CONFLICT: no unit was left for it (stores)');
  });

  it('lays a promised unit that a walk-in buyer carries away at the till, and lets nobody carry away what is not there', () => {
    const shelf = withUnits(1);
    shelf.accept('TEE', 1, 'store-a');
    expect([shelf.walkIn('TEE', 5), shelf.walkIn('TEE', 6)]).toEqual([true, false]);
    expect(shelf.conflicts).toEqual([{ sku: 'TEE', atMs: 5, between: 'till' }]);
    expect(shelf.totals()).toEqual({ units: 1, accepted: 1, sold: 0, takenAtTill: 1 });
  });

  it('lets nobody carry away what was set aside, and sets nothing aside that is gone', () => {
    const shelf = withUnits(2);
    shelf.accept('TEE', 1, 'store-a');
    shelf.setAside('TEE', 2);
    shelf.setAside('TEE', 3);
    expect([shelf.walkIn('TEE', 5), shelf.walkIn('TEE', 6)]).toEqual([true, false]);
    expect(shelf.conflicts).toEqual([]);
    expect(shelf.totals()).toMatchObject({ sold: 1, takenAtTill: 1 });
  });

  it('excuses one order for each till sale that no store could have been told of', () => {
    const shelf = withUnits(1);
    shelf.walkIn('TEE', 0);
    shelf.accept('TEE', 900, 'store-a');
    shelf.accept('TEE', 950, 'store-b');
    expect(shelf.conflicts.map(({ between }) => between)).toEqual(['till', 'stores']);
  });

  it('excuses nothing any more once the stores should have known', () => {
    const shelf = withUnits(1);
    shelf.walkIn('TEE', 0);
    shelf.accept('TEE', 1_001, 'store-a');
    expect(shelf.conflicts.map(({ between }) => between)).toEqual(['stores']);
  });
});
