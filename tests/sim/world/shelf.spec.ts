import { Shelf } from './shelf';

describe('the count at the shelf', () => {
  const withUnits = (units: number) => {
    const shelf = new Shelf(1_000);
    shelf.receive('TEE', units, 0);
    return shelf;
  };
  const causesOf = (shelf: Shelf) => shelf.conflicts.map(({ cause }) => cause);

  it('finds no conflict while there is a unit for every order', () => {
    const shelf = withUnits(2);
    shelf.accept('TEE', 'a-1', 1);
    shelf.accept('TEE', 'b-1', 1);
    expect(shelf.conflicts).toEqual([]);
    expect(shelf.totals()).toEqual({ units: 2, accepted: 2, cancelled: 0, sold: 2, takenAtTill: 0, untold: 0 });
  });

  it('finds the order that was accepted when all units had been promised', () => {
    const shelf = withUnits(1);
    shelf.accept('TEE', 'a-1', 1);
    shelf.accept('TEE', 'b-1', 2);
    expect(shelf.conflicts).toEqual([{ sku: 'TEE', atMs: 2, cause: 'stores' }]);
    expect([shelf.has('TEE', 'a-1'), shelf.has('TEE', 'b-1')]).toEqual([true, false]);
    expect(shelf.totals()).toMatchObject({ accepted: 2, sold: 1 });
    expect(shelf.storyOf('TEE')).toContain('CONFLICT: one order is left without a unit (stores)');
  });

  it('lays a promised unit that a walk-in buyer carries away at the till, and lets nobody carry away what is not there', () => {
    const shelf = withUnits(1);
    shelf.accept('TEE', 'a-1', 1);
    expect([shelf.walkIn('TEE', 5), shelf.walkIn('TEE', 6)]).toEqual([true, false]);
    expect(shelf.conflicts).toEqual([{ sku: 'TEE', atMs: 5, cause: 'till' }]);
    expect(shelf.totals()).toMatchObject({ accepted: 1, sold: 0, takenAtTill: 1 });
  });

  it('lets nobody carry away what was set aside, and sets nothing aside that is gone', () => {
    const shelf = withUnits(2);
    shelf.accept('TEE', 'a-1', 1);
    shelf.setAside('TEE', 'a-1', 2);
    expect([shelf.walkIn('TEE', 5), shelf.walkIn('TEE', 6)]).toEqual([true, false]);
    shelf.accept('TEE', 'a-2', 7);
    shelf.setAside('TEE', 'a-2', 8);
    expect(shelf.totals()).toMatchObject({ sold: 1, takenAtTill: 1 });
  });

  it('excuses one order for each till sale that no store could have been told of', () => {
    const shelf = withUnits(1);
    shelf.walkIn('TEE', 0);
    shelf.accept('TEE', 'a-1', 900);
    shelf.accept('TEE', 'b-1', 950);
    expect(causesOf(shelf)).toEqual(['till', 'stores']);
  });

  it('excuses nothing any more once the stores should have known', () => {
    const shelf = withUnits(1);
    shelf.walkIn('TEE', 0);
    shelf.accept('TEE', 'a-1', 1_001);
    expect(causesOf(shelf)).toEqual(['stores']);
  });

  it('serves who was without a unit from what comes back before they are told, and counts the conflict all the same', () => {
    const shelf = withUnits(1);
    shelf.accept('TEE', 'a-1', 1);
    shelf.accept('TEE', 'b-1', 2);
    shelf.cancel('TEE', 'a-1', 3);
    expect(causesOf(shelf)).toEqual(['stores']);
    expect(shelf.totals()).toMatchObject({ sold: 1, untold: 0 });
    shelf.accept('TEE', 'a-2', 4);
    expect(shelf.totals()).toMatchObject({ sold: 1, untold: 1 });
  });

  it('has a cancelled unit, and one that arrives, for the next order', () => {
    const shelf = withUnits(1);
    shelf.accept('TEE', 'a-1', 1);
    shelf.setAside('TEE', 'a-1', 2);
    shelf.cancel('TEE', 'a-1', 3);
    shelf.accept('TEE', 'b-1', 4);
    shelf.receive('TEE', 1, 5);
    shelf.accept('TEE', 'b-2', 6);
    expect(shelf.conflicts).toEqual([]);
    expect(shelf.totals()).toEqual({ units: 2, accepted: 3, cancelled: 1, sold: 2, takenAtTill: 0, untold: 0 });
    expect(() => shelf.cancel('TEE', 'a-1', 7)).toThrow('a-1 has no unit to give back');
  });

  it('gives the unit of the order that was told short to the one that has none', () => {
    const shelf = withUnits(1);
    shelf.accept('TEE', 'a-1', 1);
    shelf.accept('TEE', 'b-1', 2);
    expect(shelf.totals().untold).toBe(1);
    shelf.letDown('TEE', 'a-1', 3);
    shelf.letDown('TEE', 'a-1', 4);
    expect([shelf.has('TEE', 'a-1'), shelf.has('TEE', 'b-1')]).toEqual([false, true]);
    expect(causesOf(shelf)).toEqual(['stores']);
    expect(shelf.totals()).toMatchObject({ sold: 1, untold: 0 });
  });

  it('lays an order that was told short although its unit lay there at nobody but the doubt', () => {
    const shelf = withUnits(1);
    shelf.accept('TEE', 'a-1', 1);
    shelf.letDown('TEE', 'a-1', 3);
    shelf.accept('TEE', 'b-1', 4);
    expect(causesOf(shelf)).toEqual(['doubt']);
    expect(shelf.totals()).toMatchObject({ accepted: 2, sold: 1, untold: 0 });
  });
});
