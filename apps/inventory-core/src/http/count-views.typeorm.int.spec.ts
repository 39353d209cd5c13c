import { ordered, paperShopWith, tillCounts } from '../ledger/paper-core';
import { PaperDay } from '../ledger/paper-day';
import { openLedgerDatabase } from '../ledger/spec-typeorm-world';
import { answerCountEverywhere } from '../use-cases/answer-count';
import { CountViews } from './count-views.typeorm';

describe('counts that are not over', () => {
  it('are listed with what a person has to say, until they have said it', async () => {
    const { world, dataSource } = await openLedgerDatabase();
    const views = new CountViews(dataSource);
    const day = new PaperDay(world, paperShopWith({}));
    await day.stock(1, { main: 3 });
    await day.take([tillCounts('c1', ['till-1'], { openedAt: 50 })], 50);
    expect(await views.unfinished()).toMatchObject([
      { count: 'c1', state: 'open', items: 1, asked: 0, question: null },
    ]);
    await day.take([ordered('store-a', '1', [{ line: '1', externalId: 'a-1' }], { seconds: 60 })], 60);
    await day.take([tillCounts('c1', ['till-1'], { openedAt: 50, closedAt: 100 })], 101);
    expect(await views.unfinished()).toMatchObject([
      {
        count: 'c1',
        state: 'closed',
        items: 1,
        asked: 1,
        question: expect.stringContaining('the policy does not say'),
      },
    ]);
    await answerCountEverywhere(day.deps(), 'main', 'c1', 'counted');
    expect(await views.unfinished()).toMatchObject([
      { count: 'c1', state: 'closed', items: 1, asked: 0, question: null },
    ]);
    await world.close();
  });
});
