import { StatusRegistry } from './status-registry';

describe('the status of a service', () => {
  it('is quiet when nothing is registered or every counter is zero', async () => {
    const registry = new StatusRegistry();
    expect(await registry.read()).toEqual({ quiet: true, busy: {} });
    registry.register('outbox', async () => 0);
    expect(await registry.read()).toEqual({ quiet: true, busy: { outbox: 0 } });
  });

  it('is not quiet while one counter is above zero', async () => {
    const registry = new StatusRegistry();
    registry.register('outbox', async () => 0);
    registry.register('pushes', () => 2);
    expect(await registry.read()).toEqual({ quiet: false, busy: { outbox: 0, pushes: 2 } });
  });

  it('does not call itself quiet when a counter fails', async () => {
    const registry = new StatusRegistry();
    registry.register('outbox', () => Promise.reject(new Error('database away')));
    await expect(registry.read()).rejects.toThrow('database away');
  });

  it('refuses a second counter of the same name', () => {
    const registry = new StatusRegistry();
    registry.register('outbox', () => 0);
    expect(() => registry.register('outbox', () => 1)).toThrow('"outbox" is registered already');
  });
});
