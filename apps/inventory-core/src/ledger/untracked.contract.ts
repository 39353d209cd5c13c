import type { LedgerWorld } from './ledger.contract';
import { listed, ordered, paperShop, tillShows } from './paper-core';
import { PaperDay } from './paper-day';

/** Items that the till keeps no stock of: services, composites. */
export function untrackedContract(open: () => Promise<LedgerWorld>): void {
  let day: PaperDay;
  beforeEach(async () => {
    day = new PaperDay(await open(), paperShop);
    await day.stock(1, { main: 0 });
    await day.stock(2, { main: 3 });
  });
  afterEach(() => day.world.close());

  const noStock = (tracked: boolean, seconds: number) => listed('till', 'till-1', 'SKU-1', { tracked, seconds });
  const order = (id: string, seconds: number) =>
    ordered(
      'store-a',
      id,
      [
        { line: '1', externalId: 'a-1' },
        { line: '2', externalId: 'a-2' },
      ],
      { seconds },
    );
  const promised = async () => (await day.world.items()).flatMap(({ promises }) => promises.map(({ line }) => line));

  it('are promised nothing, and keep no other line of an order from its units and the till', async () => {
    await day.take([noStock(false, 61)], 61);
    await day.take([order('1', 62)], 62);
    expect(await promised()).toEqual(['2']);
    expect(await day.short()).toEqual({});
    expect(await day.told('till.post_granted')).toMatchObject([{ lines: [{ externalId: 'till-2' }] }]);
  });

  it('are paid for at the till with what is no stocked item', async () => {
    const money = (price: string) => ({ units: 1, price, tax: '0', refunded: { units: 0, price: '0', tax: '0' } });
    await day.take([noStock(false, 61)], 61);
    const lines = [
      { line: '1', externalId: 'a-1', money: money('30') },
      { line: '2', externalId: 'a-2', money: money('20') },
    ];
    const total = { taxIncluded: true, total: '50', current: '50', adjusted: '0', charges: [] };
    await day.take([ordered('store-a', '1', lines, { seconds: 62, money: total })], 62);
    expect(await day.told('till.post_granted')).toMatchObject([
      { lines: [{ worth: { amount: '20' } }], charges: { amount: '30' }, total: '50' },
    ]);
  });

  it('are promised again once the till keeps stock of them, from the next order on', async () => {
    await day.take([noStock(false, 61)], 61);
    await day.take([order('1', 62)], 62);
    await day.take([noStock(true, 63), tillShows('till-1', 2, 64)], 64);
    await day.take([order('1', 65), order('2', 66)], 66);
    expect((await promised()).sort()).toEqual(['1', '2', '2']);
  });

  it('have what was promised before go on to its end', async () => {
    await day.take([tillShows('till-1', 5, 61)], 61);
    await day.take([order('1', 61)], 61);
    await day.take([noStock(false, 62)], 62);
    expect((await promised()).sort()).toEqual(['1', '2']);
    expect(await day.short()).toEqual({});
  });
}
