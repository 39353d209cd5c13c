import { CostBudget } from './cost-budget';

function budget() {
  let now = 0;
  const slept: number[] = [];
  const subject = new CostBudget({
    now: () => now,
    sleep: async (ms) => {
      slept.push(ms);
      now += ms;
    },
  });
  return { subject, slept };
}

describe('the cost budget', () => {
  it('lets calls go while there is enough', async () => {
    const { subject, slept } = budget();
    await subject.take('push', 'push');
    expect(slept).toEqual([]);
  });

  it('waits for what is missing at the restore rate', async () => {
    const { subject, slept } = budget();
    subject.learn('push', 50, { maximumAvailable: 2000, currentlyAvailable: 30, restoreRate: 100 });
    await subject.take('push', 'push');
    expect(slept).toEqual([200]);
  });

  it('keeps a reserve for pushes: anything else waits earlier', async () => {
    const { subject, slept } = budget();
    subject.learn('list', 100, { maximumAvailable: 2000, currentlyAvailable: 500, restoreRate: 100 });
    await subject.take('list', 'background');
    expect(slept).toEqual([1000]);
  });

  it('counts calls under way against what is there, and gives back what they set aside', async () => {
    const { subject, slept } = budget();
    subject.learn('push', 100, { maximumAvailable: 2000, currentlyAvailable: 150, restoreRate: 100 });
    const giveBack = await subject.take('push', 'push');
    await subject.take('push', 'push');
    expect(slept).toEqual([500]);
    giveBack();
    await subject.take('push', 'push');
    expect(slept).toEqual([500]);
  });

  it('lets no call go, whatever it is for, until the store wants to be asked again', async () => {
    const { subject, slept } = budget();
    subject.block(3_000);
    subject.block(2_000);
    expect(subject.blockedMs()).toBe(3_000);
    await subject.take('push', 'push');
    expect([slept, subject.blockedMs()]).toEqual([[3_000], 0]);
  });

  it('never waits for more than the bucket can hold', async () => {
    const { subject, slept } = budget();
    subject.learn('huge', 5000, { maximumAvailable: 2000, currentlyAvailable: 1000, restoreRate: 100 });
    await subject.take('huge', 'background');
    expect(slept).toEqual([10_000]);
  });
});
