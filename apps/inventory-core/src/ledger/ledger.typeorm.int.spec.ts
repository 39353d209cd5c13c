import { guardsContract } from './guards.contract';
import { ledgerContract, raceForLastUnits } from './ledger.contract';
import { lateGoodsContract } from './late-goods.contract';
import { moneyThatComesBackContract } from './money-that-comes-back.contract';
import { orderMoneyContract } from './order-money.contract';
import { emptiedLedgerWorlds } from './spec-typeorm-world';
import { buyersInRush, unguardedLedger } from './spec-unguarded-ledger';
import { ordered, paperShop } from './paper-core';
import { PaperDay } from './paper-day';
import { versionsContract, writeOnce } from './versions.contract';

// The contracts are spread over several files, which run side by side: facts here, decisions, dealing out and reservations.
describe('the ledger on PostgreSQL', () => {
  const open = emptiedLedgerWorlds();
  // Each in a block of its own, so that none opens the worlds of another.
  describe('taking in facts', () => ledgerContract(open));
  describe('goods that leave late', () => lateGoodsContract(open));
  describe('selling for money', () => orderMoneyContract(open));
  describe('money that comes back', () => moneyThatComesBackContract(open));
  describe('its guards', () => guardsContract(open));
  describe('its versions', () => versionsContract(open));

  // Two listings that point to two items may have been linked by two batches at once.
  it('gives an order line one promise for ever: that of another item makes a batch stale', async () => {
    const world = await open();
    const day = new PaperDay(world, paperShop);
    await day.stock(1, { main: 5 });
    await day.stock(2, { main: 5 });
    await day.take([ordered('store-a', '1', [{ line: '1', externalId: 'a-1' }])]);
    const items = await world.items();
    const [promise] = items.flatMap(({ promises }) => promises);
    const other = items.find(({ promises }) => promises.length === 0)!;
    const after = { ...other, promises: [promise] };
    expect(await writeOnce(world, { items: [{ before: other, after, revisitAt: null }] })).toBe('stale');
    expect((await world.items()).flatMap(({ promises }) => promises)).toHaveLength(1);
  });

  // Shows that the races above are real ones. As many buyers as the rush holds back: one who looked later would find the
  // units promised twice, and tell somebody.
  it('oversells when the version predicate is taken out', async () => {
    const world = await open();
    const ledger = unguardedLedger(({ orders }) => orders.length > 0);
    expect(await raceForLastUnits({ ...world, ledger }, 7, buyersInRush)).toBeGreaterThan(7);
  });
});
