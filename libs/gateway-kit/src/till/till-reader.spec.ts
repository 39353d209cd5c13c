import { eventually, PollOnlyTill, TillRig } from '@tillbridge/testing';

/** What holds for any till is in the conformance suite; here is what needs a till that misbehaves at length. */
describe('the reader of a till', () => {
  let till: PollOnlyTill;
  let rig: TillRig;
  let item: string;

  beforeEach(async () => {
    till = new PollOnlyTill();
    rig = new TillRig(till);
    item = till.addItem(10);
    await rig.cycle.begin();
  });

  const reading = async (work: (reader: ReturnType<TillRig['reader']>) => Promise<void>) => {
    const reader = rig.reader();
    reader.start();
    try {
      await work(reader);
    } finally {
      await reader.stop();
    }
  };
  const records = async () => (await rig.stock(item)).flatMap((found) => found.records);

  it.each(['pollItems', 'pollRows'] as const)('goes on telling sales while %s fails', async (broken) => {
    jest.spyOn(till, broken).mockRejectedValue(new Error('out of order'));
    await reading(async (reader) => {
      await eventually(() => expect(till[broken]).toHaveBeenCalled());
      for (const units of [1, 2, 3]) {
        till.ringUp(item, units);
        reader.wake('items');
        reader.wake('sales');
        await eventually(async () =>
          expect(await records()).toContainEqual(expect.objectContaining({ effect: -units })),
        );
      }
      expect(reader.busy().wakePending).toBe(1);
    });
  });

  it('asks a till that fails less and less often', async () => {
    const poll = jest.spyOn(till, 'pollRecords').mockRejectedValue(new Error('out of order'));
    await reading(async () => {
      await eventually(() => expect(poll.mock.calls.length).toBeGreaterThan(3));
    });
    const started = poll.mock.calls.length;
    // 5, 10, 20, 40, 50, 50 ms: never more than a handful in this time.
    expect(started).toBeLessThan(8);
  });

  it('causes one more poll, however many wake-ups come during one', async () => {
    await reading(async (reader) => {
      await eventually(() => expect(reader.busy()).toEqual({ cycleRunning: 0, wakePending: 0 }));
      const poll = jest.spyOn(till, 'pollRecords');
      poll.mockImplementationOnce(async (after) => {
        for (let count = 0; count < 20; count += 1) reader.wake('sales');
        poll.mockRestore();
        return till.pollRecords(after);
      });
      const rows = jest.spyOn(till, 'pollRows');
      reader.wake('sales');
      await eventually(() => expect(reader.busy()).toEqual({ cycleRunning: 0, wakePending: 0 }));
      expect(rows.mock.calls.length).toBeLessThanOrEqual(2);
    });
  });

  it('spares the sales poll for news of levels alone, once the till wants fewer calls', async () => {
    const scarce = Object.assign(till, { holdBackMs: (kind: string) => (kind === 'rows' ? 60_000 : 0) });
    const poll = jest.spyOn(scarce, 'pollRecords');
    await reading(async (reader) => {
      await eventually(() => expect(reader.busy()).toEqual({ cycleRunning: 0, wakePending: 1 }));
      const before = poll.mock.calls.length;
      reader.wake('levels');
      reader.wake('sales');
      await eventually(() => expect(poll.mock.calls.length).toBe(before + 1));
      reader.wake('levels');
      till.ringUp(item, 1);
      reader.wake('sales');
      await eventually(async () => expect(await records()).toMatchObject([{ effect: -1 }]));
      expect(poll.mock.calls.length).toBe(before + 2);
    });
  });

  it('asks for nothing before the till was connected', async () => {
    const fresh = new TillRig(till);
    const polls = [jest.spyOn(till, 'pollRecords'), jest.spyOn(till, 'pollRows'), jest.spyOn(till, 'pollItems')];
    const reader = fresh.reader();
    reader.start();
    reader.wake('items');
    await eventually(() => expect(reader.busy()).toEqual({ cycleRunning: 0, wakePending: 0 }));
    await reader.stop();
    for (const poll of polls) expect(poll).not.toHaveBeenCalled();
  });
});
