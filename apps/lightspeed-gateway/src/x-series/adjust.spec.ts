import { RetryableError } from '@tillbridge/persistence';
import { aGrant, TillRig } from '@tillbridge/testing';
import { openXSeriesWorld } from '../spec-kit/x-series-world';
import { ourReasons } from './adjust';

/** Corrections of the till under no id of ours: whatever happens to the answer, the difference is made once. */
describe('adjusting the till', () => {
  let world: Awaited<ReturnType<typeof openXSeriesWorld>>;
  let rig: TillRig;
  let item: string;

  beforeEach(async () => {
    world = await openXSeriesWorld();
    rig = new TillRig(world.adapter);
    item = await world.addItem(10);
    await rig.cycle.begin();
  });
  afterEach(() => world.close());

  const fault = (answers: object) =>
    world.ask('/faults', { answers: { match: 'POST /stock_adjustments', ...answers } });
  const anAdjustment = (units: number, adjusts: 'down' | 'up' = 'down') => {
    const [line] = aGrant(item, 'main').lines;
    return aGrant(item, 'main', {
      kind: 'adjustment',
      adjusts,
      currency: null,
      lines: [{ ...line!, quantity: units }],
    });
  };
  const adjust = async (units: number, adjusts?: 'down' | 'up') => {
    const grant = anAdjustment(units, adjusts);
    await rig.grant(grant);
    return rig.answerTo(grant.postId);
  };

  it('moves the level by the difference, under a reason of our own that it makes once', async () => {
    expect(await adjust(2)).toMatchObject({ outcome: 'closed' });
    expect(await adjust(1)).toMatchObject({ outcome: 'closed' });
    expect(await adjust(2, 'up')).toMatchObject({ outcome: 'closed' });
    expect(await world.level(item)).toBe(9);
    const reasons = await fetch(`${world.url}/api/2026-07/custom_inventory_adjustment_reasons`, {
      headers: { authorization: `Bearer ${world.token}`, 'user-agent': 'spec' },
    });
    const { data } = (await reasons.json()) as { data: { name: string; type: string }[] };
    expect(data.map(({ name, type }) => ({ name, type }))).toEqual([ourReasons.down, ourReasons.up]);
    for (const { name } of data) expect(name.length).toBeLessThanOrEqual(30);
  });

  it('makes it once when the answer is lost after it took effect, for it is looked for before it is sent again', async () => {
    await fault({ kind: 'timeout', when: 'after' });
    expect(await adjust(2)).toMatchObject({ outcome: 'closed' });
    expect(await world.level(item)).toBe(8);
  });

  it('would make it twice if it were not looked for', async () => {
    jest.spyOn(world.adapter.adjustments, 'alike').mockResolvedValue([]);
    await fault({ kind: 'timeout', when: 'after' });
    expect(await adjust(2)).toMatchObject({ outcome: 'closed' });
    expect(await world.level(item)).toBe(6);
  });

  it('sends it again, once nothing that was sent can arrive any more, where the till never had it', async () => {
    await fault({ kind: 'status', status: 503 });
    expect(await adjust(2)).toMatchObject({ outcome: 'closed' });
    expect(await world.level(item)).toBe(8);
  });

  it('does not take an equal one from before for its own', async () => {
    await adjust(2);
    await fault({ kind: 'status', status: 503 });
    expect(await adjust(2)).toMatchObject({ outcome: 'closed' });
    expect(await world.level(item)).toBe(6);
  });

  it('makes both of two equal ones whose answers are lost', async () => {
    await fault({ kind: 'timeout', when: 'after' });
    await fault({ kind: 'timeout', when: 'after' });
    const [one, two] = [anAdjustment(1), anAdjustment(1)];
    await rig.grant(one);
    await rig.grant(two);
    await rig.answerTo(one.postId);
    await rig.answerTo(two.postId);
    expect(await world.level(item)).toBe(8);
  });

  it('does not take one that somebody made by hand for its own', async () => {
    const [{ outlet }] = world.settings.locations;
    const byHand = { product_id: item, outlet_id: outlet, quantity: '-2', reason: 'DAMAGE' };
    const makeByHand = () =>
      fetch(`${world.url}/api/2026-07/stock_adjustments`, {
        method: 'POST',
        headers: { authorization: `Bearer ${world.token}`, 'user-agent': 'spec', 'content-type': 'application/json' },
        body: JSON.stringify({ stock_adjustments: [byHand] }),
      });
    // Between the place that was remembered and the next attempt.
    jest.spyOn(world.adapter.adjustments, 'post').mockImplementationOnce(async () => {
      await makeByHand();
      throw new RetryableError('the request never arrived');
    });
    expect(await adjust(2)).toMatchObject({ outcome: 'closed' });
    expect(await world.level(item)).toBe(6);
  });

  it('refuses what the till refuses and does not have', async () => {
    await fault({ kind: 'status', status: 422 });
    expect(await adjust(2)).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('422') });
    expect(await world.level(item)).toBe(10);
  });

  it('has not refused what took effect although a second copy was refused', async () => {
    await fault({ kind: 'timeout', when: 'after' });
    jest.spyOn(world.adapter.adjustments, 'alike').mockResolvedValueOnce([]);
    await fault({ kind: 'status', status: 422 });
    expect(await adjust(2)).toMatchObject({ outcome: 'closed' });
    expect(await world.level(item)).toBe(8);
  });

  it('is no record of the till, and the level that lacks it is told as it is', async () => {
    await adjust(2);
    await rig.readAll();
    expect(await rig.records(item)).toEqual([]);
    expect((await rig.stock(item)).at(-1)).toMatchObject({ row: { level: 8 } });
  });

  it('takes an outlet that is not configured for a mistake of ours', async () => {
    const grant = { ...anAdjustment(1), location: 'nowhere' };
    await rig.grant(grant);
    expect(await rig.answerTo(grant.postId)).toMatchObject({
      outcome: 'refused',
      reason: expect.stringContaining('nowhere'),
    });
  });
});
