import { PermanentError, RetryableError } from '@tillbridge/persistence';
import { aGrant, eventually, PollOnlyTill, TillRig } from '@tillbridge/testing';

/** What holds for any till is in the conformance suite; here are refusals, which a till cannot be made to give at will. */
describe('posting to a till', () => {
  let till: PollOnlyTill;
  let rig: TillRig;
  let item: string;

  beforeEach(async () => {
    till = new PollOnlyTill();
    rig = new TillRig(till);
    item = till.addItem(10);
    await rig.cycle.begin();
  });

  const posting = async (grant: ReturnType<typeof aGrant>) => {
    await rig.grant(grant);
    return rig.answerTo(grant.postId);
  };

  it.each([
    ['an answer', () => Promise.resolve({ outcome: 'refused' as const, reason: 'unknown item' })],
    ['what only a person can repair', () => Promise.reject(new PermanentError('unknown item'))],
  ])('hands on a refusal by %s, with the reason and an alert', async (_name, reply) => {
    jest.spyOn(till, 'postSale').mockImplementation(reply);
    const answer = await posting(aGrant(item, till.location));
    expect(answer).toMatchObject({ outcome: 'refused', reason: 'unknown item' });
    expect(rig.complaints).toEqual([expect.stringContaining('a person has to look')]);
  });

  it('asks nothing of a till that wants to be left alone, and uses up no attempt meanwhile', async () => {
    const until = Date.now() + 150;
    const holdBackMs = (kind: string) => (kind === 'post' ? Math.max(0, until - Date.now()) : 0);
    Object.assign(till, { holdBackMs });
    const sentAt: number[] = [];
    const send = till.postSale.bind(till);
    jest.spyOn(till, 'postSale').mockImplementation((grant) => (sentAt.push(Date.now()), send(grant)));
    const look = jest.spyOn(till, 'findPost');
    expect(await posting(aGrant(item, till.location))).toMatchObject({ outcome: 'closed' });
    expect(sentAt).toHaveLength(1);
    expect(sentAt[0]).toBeGreaterThanOrEqual(until);
    expect(look).not.toHaveBeenCalled();
  });

  it('looks before it sends again, and only then', async () => {
    const order: string[] = [];
    const send = till.postSale.bind(till);
    jest.spyOn(till, 'findPost').mockImplementation(async () => (order.push('look'), 'absent'));
    jest.spyOn(till, 'postSale').mockImplementation(async (grant) => {
      order.push('send');
      if (order.length < 4) throw new RetryableError('no answer');
      return send(grant);
    });
    expect(await posting(aGrant(item, till.location))).toMatchObject({ outcome: 'closed' });
    expect(order).toEqual(['send', 'look', 'send', 'look', 'send']);
  });

  it('takes a sale that was voided at the till meanwhile for refused: the units are not recorded there', async () => {
    const grant = aGrant(item, till.location);
    till.fault('post', 'answer lost');
    jest.spyOn(till, 'findPost').mockResolvedValue('voided');
    expect(await posting(grant)).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('voided') });
  });

  it.each([
    ['counts as sold what arrives late, although a second copy was refused', 600, 'closed'],
    ['would sell it and call it refused, were it not to wait for what may still arrive', 0, 'refused'],
  ])('%s', async (_name, requestLifeMs, outcome) => {
    rig.posterSettings.requestLifeMs = requestLifeMs;
    const grant = aGrant(item, till.location);
    const arrivesAfterMs = 100;
    const send = jest.spyOn(till, 'postSale').mockRejectedValueOnce(new RetryableError('no answer'));
    send.mockImplementationOnce(async () => {
      setTimeout(() => till.ringUp(item, 1, { saleId: grant.postId }), arrivesAfterMs);
      return { outcome: 'refused', reason: 'archived' };
    });
    expect(await posting(grant)).toMatchObject({ outcome });
    await eventually(() => expect(till.level(item)).toBe(9));
  });

  it('refuses after an unanswered attempt once nothing can arrive any more, without sending it again', async () => {
    const send = jest.spyOn(till, 'postSale').mockRejectedValueOnce(new RetryableError('no answer'));
    send.mockResolvedValue({ outcome: 'refused', reason: 'archived' });
    const since = Date.now();
    expect(await posting(aGrant(item, till.location))).toMatchObject({ outcome: 'refused', reason: 'archived' });
    expect(Date.now() - since).toBeGreaterThanOrEqual(rig.posterSettings.requestLifeMs);
    expect(send).toHaveBeenCalledTimes(2);
  });

  it.each([
    ['shows it as open', () => Promise.resolve('open' as const)],
    ['cannot say', () => Promise.reject(new PermanentError('what is that?'))],
  ])('goes on asking while the till %s: that is no refusal', async (_name, found) => {
    const find = jest.spyOn(till, 'findPost');
    for (let attempt = 0; attempt < 4; attempt++) find.mockImplementationOnce(found);
    till.fault('post', 'answer lost');
    expect(await posting(aGrant(item, till.location))).toMatchObject({ outcome: 'closed' });
    expect(find.mock.calls.length).toBeGreaterThan(4);
  });

  it.each([
    ['at once', 0],
    ['after an attempt without an answer', 1],
  ])('keeps what a sale would have come to that is refused %s for its sum', async (_when, unanswered) => {
    const send = jest.spyOn(till, 'postSale').mockResolvedValue({
      outcome: 'refused',
      reason: 'the sums differ',
      saleTotal: '19.91',
    });
    for (let attempt = 0; attempt < unanswered; attempt++) send.mockRejectedValueOnce(new RetryableError('no answer'));
    await posting(aGrant(item, till.location, { total: '19.9' }));
    const refused = await rig.unitOfWork.run((tx) => rig.stores.posts.refused(tx, 'till', 10));
    expect(refused).toMatchObject([{ orderTotal: '19.9', saleTotal: '19.91', currency: 'EUR' }]);
  });

  it('says of a refusal how the order can be sent again', async () => {
    jest.spyOn(till, 'postSale').mockResolvedValue({ outcome: 'refused', reason: 'unknown item' });
    await posting(aGrant(item, till.location));
    expect(rig.complaints).toEqual([expect.stringContaining('POST /orders/store-a/5551/post-again')]);
  });

  it('is not held up by one that has no answer', async () => {
    const stuck = aGrant(item, till.location);
    const send = till.postSale.bind(till);
    jest.spyOn(till, 'postSale').mockImplementation(async (grant) => {
      if (grant.postId === stuck.postId) throw new RetryableError('no answer');
      return send(grant);
    });
    await rig.grant(stuck);
    expect(await posting(aGrant(item, till.location))).toMatchObject({ outcome: 'closed' });
  });

  it('cuts a long reason to what a fact may carry', async () => {
    jest.spyOn(till, 'postSale').mockResolvedValue({ outcome: 'refused', reason: 'x'.repeat(2_000) });
    expect((await posting(aGrant(item, till.location))).reason).toHaveLength(500);
  });
});
