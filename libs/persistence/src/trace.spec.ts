import { causedBy, envelopeSchema, orderResolved, type Cause } from '@tillbridge/contracts';
import { rowOf } from './outgoing-envelope';

const first: Cause = { correlationId: 'store-a/7001', causationId: 'webhook-7', traceparent: null };

const tell = (cause: Cause) => {
  const fact = { definition: orderResolved, data: orderResolved.examples[0]!, cause };
  return rowOf(fact, { service: 'shopify-gateway' }).envelope;
};
const partsOf = (traceparent: string | null) => {
  const [version, trace, span, flags] = traceparent!.split('-');
  return { version, trace, span, flags };
};

describe('the trace of a fact', () => {
  it('is shared by all facts of one chain, each of which is a span of its own', () => {
    const chain = [tell(first)];
    for (let link = 0; link < 3; link += 1) chain.push(tell(causedBy(chain.at(-1)!)));
    for (const envelope of chain) expect(() => envelopeSchema.parse(envelope)).not.toThrow();
    const parts = chain.map(({ traceparent }) => partsOf(traceparent));
    expect(new Set(parts.map(({ trace }) => trace)).size).toBe(1);
    expect(new Set(parts.map(({ span }) => span)).size).toBe(chain.length);
  });

  it('is shared by what two services tell of one first cause, and by nothing else', () => {
    const [one, another] = [partsOf(tell(first).traceparent), partsOf(tell(first).traceparent)];
    expect(one.trace).toBe(another.trace);
    expect(one.span).not.toBe(another.span);
    expect(partsOf(tell({ ...first, correlationId: 'store-a/7002' }).traceparent).trace).not.toBe(one.trace);
  });

  it('goes on in the trace of its cause, with that one’s decision to be sampled', () => {
    const theirs = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00';
    const { id, traceparent } = tell({ ...first, traceparent: theirs });
    expect(partsOf(traceparent)).toEqual({
      version: '00',
      trace: '4bf92f3577b34da6a3ce929d0e0e4736',
      span: id.replaceAll('-', '').slice(16),
      flags: '00',
    });
  });
});
