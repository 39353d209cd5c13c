import { registry } from '@tillbridge/contracts';
import { consumingServices, topologyOf } from './topology';

describe('topology', () => {
  it('follows from the event registry', () => {
    expect(topologyOf('lightspeed-gateway')).toEqual({
      service: 'lightspeed-gateway',
      queue: 'lightspeed-gateway.facts',
      bindings: registry
        .filter((event) => event.consumers.includes('lightspeed-gateway'))
        .map((event) => event.routingKey),
      retries: [
        { name: 'lightspeed-gateway.retry.1', delayMs: 1_000 },
        { name: 'lightspeed-gateway.retry.2', delayMs: 5_000 },
        { name: 'lightspeed-gateway.retry.3', delayMs: 30_000 },
        { name: 'lightspeed-gateway.retry.4', delayMs: 120_000 },
      ],
      parked: 'lightspeed-gateway.parked',
    });
  });

  it('has a queue for each service that listens to something, so that no fact is unroutable', () => {
    expect(consumingServices()).toEqual(['inventory-core', 'lightspeed-gateway', 'shopify-gateway']);
    const bound = consumingServices().flatMap((service) => topologyOf(service).bindings);
    const listenedTo = registry.filter(({ consumers }) => consumers.length > 0);
    for (const event of listenedTo) expect(bound).toContain(event.routingKey);
  });
});
