import type { TillPostGranted, TillStockObserved } from '@tillbridge/contracts';
import { postOrderAgain } from '../use-cases/post-order-again';
import type { LedgerWorld } from './ledger.contract';
import { at, ordered, paperShop, paperShopWith, postClosed, tillCounts, tillShows, type PaperLine } from './paper-core';
import { PaperDay } from './paper-day';

/** People void at the till what was recorded there for a web order, on any ledger. */
export function voidedPostsContract(open: () => Promise<LedgerWorld>): void {
  let day: PaperDay;
  let postId: string;
  const order = (seconds: number, more: Partial<PaperLine> = {}) =>
    ordered(
      'store-a',
      '1',
      [
        { line: '1', externalId: 'a-1', ...more },
        { line: '2', externalId: 'a-2', ...more },
      ],
      { seconds: 60, updatedAt: at(seconds) },
    );
  const posts = () => day.told<TillPostGranted>('till.post_granted');
  const free = async (n: number) => {
    const [a] = (await day.told('availability.changed')).filter(({ itemId }) => itemId === ids[n]).slice(-1);
    return [a.lowerTo, a.raiseTo];
  };
  let ids: string[];
  const alerts = async () => [
    ...(await day.world.uow.run((tx) => day.world.alerts.find(tx, [`void/${postId}`]))).values(),
  ];
  /** Both lines recorded at the till as one sale, shipped, and part of their levels. */
  beforeEach(async () => {
    day = new PaperDay(await open(), paperShop);
    await day.stock(1, { main: 5 });
    await day.stock(2, { main: 3 });
    await day.take([order(60)]);
    [{ postId }] = await posts();
    ids = await Promise.all(['1', '2'].map(itemOf));
    await day.take([postClosed(postId, 61)], 61);
    await day.take([tillShows('till-1', 4, 70), tillShows('till-2', 2, 70)], 70);
    await day.take([order(75, { fulfilled: 1 })], 75);
  });
  afterEach(() => day.world.close());
  const itemOf = async (line: string) =>
    (await day.world.items()).find(({ promises }) => promises.some((promise) => promise.line === line))!.itemId;
  const voidAt = (seconds: number) =>
    day.take(
      [tillShows('till-1', 5, seconds, { voided: [postId] }), tillShows('till-2', 3, seconds, { voided: [postId] })],
      seconds,
    );

  it('and no unit of what has left is put on sale by that, for any of its lines', async () => {
    await voidAt(100);
    expect([await free(0), await free(1)]).toEqual([
      [4, 4],
      [2, 2],
    ]);
    await day.take([tillShows('till-1', 5, 200), tillShows('till-2', 3, 200)], 200);
    expect((await day.world.items()).map(({ levels }) => levels[0].mirror.concluded)).toEqual([0, 0]);
    expect([await free(0), await free(1)]).toEqual([
      [4, 4],
      [2, 2],
    ]);
  });

  it('and hear of it once', async () => {
    await voidAt(100);
    await voidAt(110);
    expect(await alerts()).toMatchObject([{ fields: { order: '1', kind: 'sale', location: 'main' } }]);
    expect((await day.order('store-a', '1')).booked).toEqual([]);
  });

  it('and its shipping with it, which is no item for that', async () => {
    const ofCharges = tillShows('charges', 0, 100, { voided: [postId] });
    await day.take([{ ...ofCharges, data: { ...(ofCharges.data as TillStockObserved), row: null } }], 100);
    expect(await day.world.items()).toHaveLength(2);
    expect(await alerts()).toHaveLength(1);
  });

  it('also item by item, and have it recorded again as it was', async () => {
    await day.take([tillShows('till-1', 5, 100, { voided: [postId] })], 100);
    await day.take([tillShows('till-2', 3, 101, { voided: [postId] })], 101);
    expect(await postOrderAgain(day.deps(), { channel: 'store-a', order: '1' }, { atZeroValue: false })).toBe(
      'granted again',
    );
    const again = (await posts()).slice(1);
    expect(again).toMatchObject([
      { kind: 'sale', lines: [{ worth: { amount: '19.9' } }, { worth: { amount: '19.9' } }] },
    ]);
    await day.take([postClosed(again[0].postId, 102)], 102);
    await day.take([tillShows('till-1', 4, 110), tillShows('till-2', 2, 110)], 110);
    expect([await free(0), await free(1)]).toEqual([
      [4, 4],
      [2, 2],
    ]);
  });

  it('that a count has undone before, and nothing is set aside for it: it was recorded anew', async () => {
    day.shop = paperShopWith({ stocktakes: { main: 'counted' } });
    await day.take([ordered('store-a', '2', [{ line: '1', externalId: 'a-1' }], { seconds: 80 })], 80);
    const first = (await posts()).at(-1)!.postId;
    await day.take([postClosed(first, 81)], 81);
    await day.take([tillShows('till-1', 3, 90)], 90);
    await day.take([tillCounts('c1', ['till-1'], { openedAt: 95, closedAt: 100 })], 101);
    await day.take([tillShows('till-1', 4, 107)], 107);
    await day.take([postClosed((await posts()).at(-1)!.postId, 108)], 108);
    await day.take([tillShows('till-1', 3, 118)], 118);
    postId = first;
    await day.take([tillShows('till-1', 4, 130, { voided: [first] })], 130);
    expect(await alerts()).toHaveLength(1);
    const { folded, posts: left } = await day.promise('store-a', '2');
    expect([folded, left]).toMatchObject([0, [{ kind: 'sale', state: 'settled' }]]);
  });
}
