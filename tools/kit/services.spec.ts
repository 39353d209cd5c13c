import { restartPauseMs, serviceProgram } from './services.mjs';

describe('a service that ends by itself', () => {
  it('is started again after a pause that doubles up to a bound', () => {
    expect([1, 2, 3, 4, 5, 6, 7].map(restartPauseMs)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });
});

describe('the environment of a service on one machine', () => {
  it('finds the others on loopback and speaks with the first service token', () => {
    expect(serviceProgram('reconciler', { TILLBRIDGE_SERVICE_TOKENS: 'one,two' }).env).toEqual({
      INVENTORY_CORE_URL: 'http://127.0.0.1:3100',
      SHOPIFY_GATEWAY_URL: 'http://127.0.0.1:3101',
      LIGHTSPEED_GATEWAY_URL: 'http://127.0.0.1:3102',
      TILLBRIDGE_SERVICE_TOKEN: 'one',
    });
  });

  it('leaves alone what the reader has set', () => {
    const { env } = serviceProgram('reconciler', {
      INVENTORY_CORE_URL: 'http://core',
      TILLBRIDGE_SERVICE_TOKEN: 'mine',
    });
    expect(env).not.toHaveProperty('INVENTORY_CORE_URL');
    expect(env).not.toHaveProperty('TILLBRIDGE_SERVICE_TOKEN');
  });

  it('gives each gateway its own public address, where it has one', () => {
    const environment = { PUBLIC_URL: 'https://both', SHOPIFY_PUBLIC_URL: 'https://shopify' };
    expect(serviceProgram('shopify-gateway', environment).env).toMatchObject({ PUBLIC_URL: 'https://shopify' });
    expect(serviceProgram('lightspeed-gateway', environment).env).not.toHaveProperty('PUBLIC_URL');
    expect(serviceProgram('reconciler', environment).env).not.toHaveProperty('PUBLIC_URL');
  });
});
