import { consumedBy, findEvent, registry } from './index';

describe('the event registry', () => {
  it.each(registry.map((definition) => [definition.routingKey, definition] as const))(
    '%s: every example satisfies its own schema',
    (_key, definition) => {
      expect(definition.examples.length).toBeGreaterThan(0);
      for (const example of definition.examples) expect(() => definition.payload.parse(example)).not.toThrow();
    },
  );

  it('gives every event a routing key of its own', () => {
    expect(new Set(registry.map((definition) => definition.routingKey)).size).toBe(registry.length);
  });

  it('finds an event by type and version and nothing else', () => {
    expect(findEvent('order.observed', 1)?.type).toBe('order.observed');
    expect(findEvent('order.observed', 99)).toBeUndefined();
  });

  it('knows who listens', () => {
    expect(consumedBy('reconciler')).toEqual([]);
    expect(consumedBy('inventory-core').map((definition) => definition.type)).toContain('order.observed');
  });
});
