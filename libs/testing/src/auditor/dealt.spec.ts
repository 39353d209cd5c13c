import { PaperShop } from './paper/paper-shop';
import { kindsOf, verdictOf } from './paper/served-well';

const dealt = (units: number, a: number, b: number, dealtOutMax = 3) =>
  new PaperShop({ TEE: units }, dealtOutMax).setLevel('store-a', 'TEE', a).setLevel('store-b', 'TEE', b).wait(20_000);

describe('units that are dealt out to one store each', () => {
  it('are neither withheld nor drift: together the stores show them all', () => {
    expect(kindsOf(dealt(3, 2, 1))).toEqual([]);
    expect(kindsOf(dealt(1, 0, 1))).toEqual([]);
  });

  it('may be shown in every store as well', () => {
    expect(kindsOf(dealt(3, 3, 3))).toEqual([]);
  });

  it('are withheld where no store shows them', () => {
    expect(kindsOf(dealt(3, 1, 1)).sort()).toEqual(['drift', 'withheld']);
    expect(kindsOf(dealt(2, 0, 0)).sort()).toEqual(['drift', 'withheld']);
  });

  it('are drift where two stores show more together than there is, and not each all of it', () => {
    expect(kindsOf(dealt(3, 2, 2))).toContain('drift');
  });

  it('are withheld and drift above what the rules deal out, or where they deal out nothing', () => {
    expect(kindsOf(dealt(4, 2, 2)).sort()).toEqual(['drift', 'withheld']);
    expect(kindsOf(dealt(3, 2, 1, 0)).sort()).toEqual(['drift', 'withheld']);
  });

  it('are what a delivery has to reach, together', () => {
    const delivered = (a: number, b: number) =>
      new PaperShop({ TEE: 0 }, 3).deliver('TEE', 3).setLevel('store-a', 'TEE', a).setLevel('store-b', 'TEE', b);
    expect(verdictOf(delivered(2, 1)).steps.delivery).toBe(true);
    expect(verdictOf(delivered(1, 1)).steps.delivery).toBe(false);
  });
});
