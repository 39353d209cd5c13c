import { messageOf, readFact } from './fact-message';
import { claimFact } from './spec-facts';

const wire = (body: unknown) => ({ content: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)) });
const reasonOf = (body: unknown) => {
  const fact = readFact(wire(body), 'inventory-core');
  return fact.ok ? 'ok' : fact.reason;
};

describe('a fact on the wire', () => {
  it('is read as it was written', () => {
    const fact = claimFact(7);
    expect(readFact(messageOf(fact), 'inventory-core')).toEqual({ ok: true, envelope: fact });
  });

  it('carries what a person needs who looks at it in the management console', () => {
    const fact = claimFact(7);
    expect(messageOf(fact)).toMatchObject({
      routingKey: 'store.claim_changed.v1',
      options: {
        messageId: fact.id,
        type: 'store.claim_changed',
        appId: 'shopify-gateway',
        correlationId: 'chain-7',
        contentType: 'application/json',
        timestamp: Date.parse(fact.occurredAt) / 1_000,
        headers: { version: 1, traceparent: fact.traceparent },
      },
    });
    expect(messageOf({ ...fact, traceparent: null }).options.headers).toEqual({ version: 1 });
  });

  it('has to find a queue if a service of ours listens to it, and only then', () => {
    const forOthers = { ...claimFact(7), type: 'reservation.changed' };
    expect(messageOf(claimFact(7)).options.mandatory).toBe(true);
    expect(messageOf(forOthers).options.mandatory).toBe(false);
  });

  it.each([
    ['{"half', 'the body is not JSON'],
    ['', 'the body is not JSON'],
    [null, 'the envelope is not valid: (whole): '],
    [{ ...claimFact(1), id: 'x' }, 'the envelope is not valid: id: '],
    [{ ...claimFact(1), version: 99 }, 'this release knows no store.claim_changed.v99'],
    [{ ...claimFact(1), type: 'order.short' }, 'inventory-core does not listen to order.short.v1'],
    [{ ...claimFact(1), data: { ...claimFact(1).data, claim: -5 } }, 'store.claim_changed.v1 is not valid: claim: '],
  ])('is refused with the reason: %j', (body, reason) => {
    expect(reasonOf(body)).toContain(reason);
  });

  it('tells no value in a reason', () => {
    expect(reasonOf({ ...claimFact(1), data: { ...claimFact(1).data, channel: 'Ada Lovelace' } })).not.toContain('Ada');
  });
});
