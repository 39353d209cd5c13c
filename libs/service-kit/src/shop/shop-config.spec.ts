import path from 'node:path';
import { loadShopConfig, parseShopConfig } from './load';
import { env, good, problemsAfter } from './spec-shop-file';

const exampleFile = path.resolve('tillbridge.example.yaml');

describe('tillbridge.yaml', () => {
  it('is read with the environment in place and defaults filled in', () => {
    const shop = parseShopConfig(good, env);
    expect(shop.till).toMatchObject({ apiVersion: '2026-07', token: 'lightspeed-secret' });
    expect(shop.stores.map((store) => store.baseUrl)).toEqual([
      'https://acme-a.myshopify.com',
      'http://127.0.0.1:4002',
    ]);
    expect(shop.policy).toMatchObject({ version: 3, loser: 'cancel', safetyStock: 0, cartHolds: [] });
    expect(shop.policy.escrow).toMatchObject({ enabled: true, floorUnits: 2 });
  });

  it('lets an entry stay for a location that its store serves no longer, for orders recorded there before', () => {
    expect(problemsAfter('serves: [main, soho]', 'serves: [main]')).toEqual([]);
  });

  it('is what the example file shows', async () => {
    const names = ['LIGHTSPEED_TOKEN', 'LIGHTSPEED_CLIENT_SECRET', 'STORE_A_CLIENT_ID', 'STORE_A_CLIENT_SECRET'];
    const secrets = [...names, 'STORE_B_CLIENT_SECRET', 'STORE_B_ACCESS_TOKEN'].map((name) => [name, 'secret']);
    const shop = await loadShopConfig(exampleFile, Object.fromEntries(secrets));
    expect(shop.till.webOrders.map(({ channel, location }) => `${channel} at ${location}`)).toEqual([
      'store-a at main',
      'store-b at main',
      'store-b at soho',
    ]);
  });

  it('names an environment variable that is not set, and where it is wanted', () => {
    const { LIGHTSPEED_TOKEN: _, ...rest } = env;
    expect(problemsAfter('version: 1', 'version: 1', rest)).toEqual([
      'till.token: the environment variable LIGHTSPEED_TOKEN is not set; set it, or write the value in place of ${LIGHTSPEED_TOKEN}',
    ]);
  });

  it('does not let a variable change the shape of the file', () => {
    const shop = parseShopConfig(good, { ...env, LIGHTSPEED_TOKEN: 'x\nseries: r' });
    expect(shop.till).toMatchObject({ token: 'x\nseries: r', series: 'x' });
  });

  it('never shows a secret', () => {
    const problems = problemsAfter(
      'clientSecret: ${STORE_A_SECRET}\n    locations',
      'clientSecret: 12345678\n    locations',
    );
    expect(problems).toEqual(['stores[0].clientSecret: should be text; take it from the environment as ${NAME}']);
  });

  it('says where the YAML itself breaks', () => {
    expect(problemsAfter('version: 1', 'version: "1')[0]).toMatch(/line \d+, column \d+/);
    expect(problemsAfter('version: 1', 'version: 1\nversion: 1')[0]).toMatch(/unique/i);
  });

  it.each(['', '- a', 'hello'])('refuses a file that is no block of settings: %p', (text) => {
    expect(() => parseShopConfig(text, env)).toThrow('the whole file: should be a block of settings');
  });

  it('says that the file is not there', async () => {
    await expect(loadShopConfig('/nowhere/tillbridge.yaml')).rejects.toThrow(
      '/nowhere/tillbridge.yaml cannot be read (ENOENT)',
    );
  });
});
