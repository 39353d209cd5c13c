import type { Envelope, OrderMoney, TillPostGranted } from '@tillbridge/contracts';
import { postOrderAgain } from '../use-cases/post-order-again';
import type { LedgerWorld } from './ledger.contract';
import {
  at,
  ordered,
  paperShop,
  paperShopWith,
  postAnswered,
  postClosed,
  tillShows,
  type PaperLine,
} from './paper-core';
import { PaperDay } from './paper-day';

const nothing = { price: '0', tax: '0' };
const line: PaperLine = {
  line: '1',
  externalId: 'a-1',
  ordered: 3,
  money: { units: 3, price: '20', tax: '3.33', refunded: { units: 0, ...nothing } },
};
const money: OrderMoney = {
  taxIncluded: true,
  total: '24.95',
  current: '24.95',
  adjusted: '0',
  charges: [{ kind: 'shipping', price: '4.95', tax: '0.83', refunded: nothing }],
};
const key = { channel: 'store-a', order: '1' };

/** What web orders come to at the till, on any ledger. */
export function orderMoneyContract(open: () => Promise<LedgerWorld>): void {
  describe('the money of a web order', () => {
    let day: PaperDay;
    const opened = async (shop = paperShop) => {
      day = new PaperDay(await open(), shop);
      await day.stock(1, { main: 5 });
    };
    afterEach(() => day.world.close());

    const posts = () => day.told<TillPostGranted>('till.post_granted');
    const sums = async () =>
      (await posts()).map(({ kind, location, lines, charges, total }) => [
        kind,
        location,
        lines[0].quantity,
        lines[0].worth?.amount,
        charges?.amount ?? null,
        total,
      ]);
    const order = (more: Parameters<typeof ordered>[3] = {}, changed: Partial<PaperLine> = {}): Envelope =>
      ordered('store-a', '1', [{ ...line, ...changed }], { money, ...more });
    const again = (atZeroValue: boolean) => postOrderAgain({ ...day.deps() }, key, { atZeroValue });
    /** The till has the newest post, and shows that it does: the next round may begin. */
    const settle = async (level: number, location = 'main') => {
      const { postId } = (await posts()).at(-1)!;
      await day.take([postClosed(postId, day.seconds)]);
      await day.take([tillShows('till-1', level, day.seconds + 10, { location })], day.seconds + 10);
    };

    it('travels with the post: its units after discounts, its shipping, and what all of it has to come to', async () => {
      await opened();
      await day.take([order()]);
      expect(await sums()).toEqual([['sale', 'main', 3, '20', '4.95', '24.95']]);
      expect((await posts())[0]).toMatchObject({ lines: [{ worth: { tax: '3.33' } }], charges: { tax: '0.83' } });
    });

    it('is of the goods alone where the till has no product for the rest', async () => {
      await opened({ ...paperShop, takesCharges: false });
      await day.take([order()]);
      expect(await sums()).toEqual([['sale', 'main', 3, '20', null, '20']]);
    });

    it('is divided between the locations that serve the order, the shipping with one of them', async () => {
      await opened(paperShopWith({}, [{ channel: 'store-a', storeLocation: '1', serves: ['main', 'depot'] }]));
      await day.take([
        tillShows('till-1', 2, 61, { version: 9_000 }),
        tillShows('till-1', 9, 61, { location: 'depot' }),
      ]);
      await day.take([
        order({}, { ordered: 11, money: { units: 11, price: '20', tax: '0', refunded: { units: 0, ...nothing } } }),
      ]);
      const told = await posts();
      expect(told.map(({ location }) => location).sort()).toEqual(['depot', 'main']);
      expect(told.filter(({ charges }) => charges)).toHaveLength(1);
      const cents = told.map(({ total }) => Math.round(Number(total) * 100));
      expect(cents.reduce((sum, each) => sum + each, 0)).toBe(2_495);
    });

    it('comes back as it was sold when the order is cancelled, whatever it costs by then', async () => {
      await opened();
      await day.take([order()]);
      await settle(2);
      const dearer = { units: 3, price: '90', tax: '0', refunded: { units: 0, ...nothing } };
      await day.take([order({ cancelledAt: at(80), updatedAt: at(80) }, { money: dearer })], 80);
      expect((await sums()).at(-1)).toEqual(['reverse', 'main', 3, '20', '4.95', '24.95']);
    });

    it('comes back in part when a unit is refunded, the shipping only if that was, too', async () => {
      await opened();
      await day.take([order()]);
      await settle(2);
      const refunded = { units: 1, price: '6.67', tax: '1.11' };
      const left = { current: 2, restocked: 1, money: { units: 3, price: '20', tax: '3.33', refunded } };
      await day.take([order({ updatedAt: at(80) }, left)], 80);
      expect((await sums()).at(-1)).toEqual(['reverse', 'main', 1, '6.66', null, '6.66']);
    });

    it('moves no stock and makes no post when it alone is paid back', async () => {
      await opened();
      await day.take([order()]);
      await settle(2);
      const paidBack = {
        ...money,
        current: '20',
        charges: [{ ...money.charges[0], refunded: { price: '4.95', tax: '0.83' } }],
      };
      await day.take([order({ updatedAt: at(80), money: paidBack })], 80);
      expect(await posts()).toHaveLength(1);
    });

    it('is what a person still has to look at where the sums do not agree, and is asked for again as a whole', async () => {
      await opened();
      await day.take([order({ money: { ...money, total: '25', current: '25' } })]);
      const [[, , , amount, charges, total]] = await sums();
      expect([amount, charges, total]).toEqual(['20', '4.95', '25']);
      await day.take([postAnswered((await posts())[0].postId, 'refused', 61)]);
      expect(await again(false)).toBe('granted again');
      expect((await sums())[1]).toEqual(['sale', 'main', 3, '20', '4.95', '25']);
    });

    it('is left out of it when that person lets the order go out at zero value, and of what comes back', async () => {
      await opened();
      await day.take([order({ money: { ...money, total: '25', current: '25' } })]);
      await day.take([postAnswered((await posts())[0].postId, 'refused', 61)]);
      expect(await again(true)).toBe('granted again');
      expect((await sums())[1]).toEqual(['sale', 'main', 3, '0', null, '0']);
      await settle(2);
      await day.take([order({ cancelledAt: at(90), updatedAt: at(90) })], 90);
      expect((await sums())[2]).toEqual(['reverse', 'main', 3, '0', null, '0']);
    });

    it('is nothing of a store whose orders are recorded at zero value', async () => {
      await opened({ ...paperShop, zeroValue: new Set(['store-a']) });
      await day.take([
        order(),
        ordered('store-b', '9', [{ ...line, externalId: 'b-1', ordered: 1, money: { ...line.money!, units: 1 } }]),
      ]);
      expect(await sums()).toEqual([
        ['sale', 'main', 3, '0', null, '0'],
        ['sale', 'main', 1, '20', null, '20'],
      ]);
    });

    it('is for another post once the till shows the one that had it as voided', async () => {
      await opened();
      await day.take([order()]);
      await settle(2);
      const { postId } = (await posts())[0];
      await day.take([tillShows('till-1', 5, 80, { voided: [postId] })], 80);
      expect(await again(false)).toBe('granted again');
      expect((await sums())[1]).toEqual(['sale', 'main', 3, '20', '4.95', '24.95']);
    });
  });
}
