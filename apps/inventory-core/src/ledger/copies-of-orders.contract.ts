import type { Envelope } from '@tillbridge/contracts';
import { keyOf, noReferences } from './ledger';
import type { LedgerWorld } from './ledger.contract';
import { at, ordered, paperShop } from './paper-core';
import { PaperDay } from './paper-day';

/** Copies of one order come late, twice and in any order; the newest counts, and what is for good stays. On any ledger. */
export function copiesOfOrdersContract(open: () => Promise<LedgerWorld>): void {
  let world: LedgerWorld;
  let day: PaperDay;
  beforeEach(async () => {
    world = await open();
    day = new PaperDay(world, paperShop);
    await day.stock(1, { main: 5 });
  });
  afterEach(() => world.close());

  /** The order of two units as it stood at `seconds`. */
  const copy = (seconds: number, current = 2, more: { paid?: boolean; cancelled?: boolean } = {}): Envelope =>
    ordered('store-a', '1', [{ line: '1', externalId: 'a-1', ordered: 2, current, restocked: 2 - current }], {
      updatedAt: at(seconds),
      paid: more.paid ?? true,
      cancelledAt: more.cancelled === true ? at(seconds) : null,
    });
  const owed = async () => (await day.promise('store-a', '1')).owed;
  const order = async () => {
    const key = { channel: 'store-a', order: '1' };
    const loaded = await world.uow.run((tx) => world.ledger.load(tx, { ...noReferences, orders: [key] }));
    return loaded.orders.get(keyOf(key.channel, key.order));
  };

  it('an older copy changes nothing', async () => {
    await day.take([copy(10)]);
    await day.take([copy(20, 1)]);
    await day.take([copy(15, 2)]);
    expect(await owed()).toBe(1);
    expect(await order()).toMatchObject({ updatedAt: at(20), lines: [{ current: 1 }] });
  });

  it('a cancellation is never taken back, not by a newer copy either', async () => {
    await day.take([copy(10)]);
    await day.take([copy(20, 0, { cancelled: true })]);
    await day.take([copy(30, 0)]);
    expect([await owed(), await order()]).toEqual([0, expect.objectContaining({ cancelledAt: at(20) })]);
  });

  it('what was paid stays paid', async () => {
    await day.take([copy(10)]);
    await day.take([copy(20, 2, { paid: false })]);
    expect([await day.promise('store-a', '1'), await order()]).toMatchObject([{ paid: true }, { paid: true }]);
  });

  it.each([
    ['fewer units first', [1, 2]],
    ['fewer units last', [2, 1]],
  ])('of two copies of one moment what either saw removed is removed: %s', async (_order, [first, second]) => {
    await day.take([copy(10, first)]);
    await day.take([copy(10, second)]);
    expect([await owed(), await order()]).toMatchObject([1, { lines: [{ current: 1 }] }]);
  });

  it('a line that nothing of ours is linked to keeps no other line waiting', async () => {
    const lines = [
      { line: '1', externalId: 'unlinked' },
      { line: '2', externalId: 'a-1' },
    ];
    await day.take([ordered('store-a', '1', lines)]);
    expect(await day.promise('store-a', '1', '2')).toMatchObject({ owed: 1, short: 0 });
    expect(await order()).toMatchObject({ waiting: ['unlinked'] });
  });
}
