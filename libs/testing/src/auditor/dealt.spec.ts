import { PaperShop } from './paper/paper-shop';
import { kindsOf, verdictOf } from './paper/served-well';

const rules = { always: 2, atMost: 3 };
const shop = (units: number, a: number, b: number, dealing = rules) =>
  new PaperShop({ TEE: units }, dealing).setLevel('store-a', 'TEE', a).setLevel('store-b', 'TEE', b).wait(20_000);

describe('units that are dealt out to one store each', () => {
  it.each([
    [3, 2, 1],
    [2, 1, 1],
    [1, 0, 1],
  ])('are neither withheld nor drift: of %i the stores show %i and %i', (units, a, b) => {
    expect(kindsOf(shop(units, a, b))).toEqual([]);
  });

  it('may be shown in every store while there are more than are always dealt out', () => {
    expect(kindsOf(shop(3, 3, 3))).toEqual([]);
  });

  it.each([
    [1, 1, 1],
    [2, 2, 2],
    [2, 2, 1],
    [3, 2, 2],
    [1, -1, 1],
    [2, -3, 2],
  ])('are drift where they could be sold twice: of %i the stores show %i and %i', (units, a, b) => {
    expect(kindsOf(shop(units, a, b))).toContain('drift');
  });

  it.each([
    [3, 1, 1],
    [2, 0, 0],
    [4, 2, 2],
  ])('are withheld where the stores together do not show them: of %i they show %i and %i', (units, a, b) => {
    expect(kindsOf(shop(units, a, b)).sort()).toEqual(['drift', 'withheld']);
  });

  it('are withheld from a store by rules that deal out nothing', () => {
    expect(kindsOf(shop(3, 2, 1, { always: 0, atMost: 0 })).sort()).toEqual(['drift', 'withheld']);
  });

  it('are what a delivery has to reach, together', () => {
    const delivered = (a: number, b: number) =>
      new PaperShop({ TEE: 0 }, rules).deliver('TEE', 3).setLevel('store-a', 'TEE', a).setLevel('store-b', 'TEE', b);
    expect(verdictOf(delivered(2, 1)).steps.delivery).toBe(true);
    expect(verdictOf(delivered(1, 1)).steps.delivery).toBe(false);
  });
});
