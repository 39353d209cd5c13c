import { RetryableError } from '@tillbridge/persistence';
import { aGrant } from '@tillbridge/testing';
import { openXSeriesWorld, saleReposts } from '../spec-kit/x-series-world';

/** What X-Series says to a second copy of a sale is not documented; whatever it is, it must not be taken for a refusal. */
describe.each(saleReposts)('a till that answers a second copy with: %s', (saleRepost) => {
  let world: Awaited<ReturnType<typeof openXSeriesWorld>>;
  let item: string;

  beforeEach(async () => {
    world = await openXSeriesWorld({ saleRepost });
    item = await world.addItem(10);
  });
  afterEach(() => world.close());

  const fault = (status: number, match: string, when: 'before' | 'after' = 'before') =>
    world.ask('/faults', { answers: { kind: 'status', status, match, when } });

  it('has closed a sale that is sent twice, and sold it once', async () => {
    const grant = aGrant(item, 'main');
    expect(await world.adapter.postSale(grant)).toEqual({ outcome: 'closed' });
    expect(await world.adapter.postSale(grant)).toEqual({ outcome: 'closed' });
    expect(await world.salesUnder(grant.postId)).toBe(1);
    expect(await world.level(item)).toBe(9);
  });

  it.each([400, 404, 409, 422])('has closed a sale that took effect although the answer is %i', async (status) => {
    await fault(status, 'POST /sales', 'after');
    expect(await world.adapter.postSale(aGrant(item, 'main'))).toEqual({ outcome: 'closed' });
  });

  it('has refused what it answers 4xx to and does not have', async () => {
    await fault(422, 'POST /sales');
    const reply = await world.adapter.postSale(aGrant(item, 'main'));
    expect(reply).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('422') });
  });

  it.each([401, 403, 408, 429, 500])('has not refused what it answers %i to', async (status) => {
    await fault(status, 'POST /sales');
    await expect(world.adapter.postSale(aGrant(item, 'main'))).rejects.toBeInstanceOf(RetryableError);
  });

  it.each([400, 410, 503])('has not refused what it cannot look up: %i', async (status) => {
    await fault(422, 'POST /sales');
    await fault(status, 'GET /sales/');
    await expect(world.adapter.postSale(aGrant(item, 'main'))).rejects.toBeInstanceOf(RetryableError);
  });

  it('has not refused what someone voided while it was sent again', async () => {
    const grant = aGrant(item, 'main');
    await world.adapter.postSale(grant);
    await world.voidSale(grant.postId);
    await expect(world.adapter.postSale(grant)).rejects.toThrow(/shows it as voided/);
  });
});
