import path from 'node:path';
import { ConfigurationError } from '../config/configuration-error';
import { loadShopConfig, parseShopConfig } from './load';

const exampleFile = path.resolve('tillbridge.example.yaml');
const outlet = (n: number) => `0624dbcd-5b1c-4d1a-8b5e-0d4f7c1ae77${n}`;
const env = {
  LIGHTSPEED_TOKEN: 'lightspeed-secret',
  STORE_A_ID: 'id-a',
  STORE_A_SECRET: 'secret-a',
  STORE_B_TOKEN: 'token-b',
};
const good = `
version: 1
till:
  channel: till
  series: x
  baseUrl: https://acme.retail.lightspeed.app
  apiVersion: 2026-07
  token: \${LIGHTSPEED_TOKEN}
  locations:
    - { location: soho, outlet: ${outlet(1)} }
    - { location: main, outlet: ${outlet(2)} }
  webOrders:
    - { channel: store-a, location: soho, register: ${outlet(3)}, user: ${outlet(4)}, paymentType: ${outlet(5)}, tax: ${outlet(6)} }
    - { channel: store-b, location: main, register: ${outlet(7)}, user: ${outlet(4)}, paymentType: ${outlet(5)}, tax: ${outlet(6)} }
    - { channel: store-b, location: soho, register: ${outlet(3)}, user: ${outlet(4)}, paymentType: ${outlet(5)}, tax: ${outlet(6)} }
stores:
  - channel: store-a
    domain: acme-a.myshopify.com
    apiVersion: "2026-07"
    clientId: \${STORE_A_ID}
    clientSecret: \${STORE_A_SECRET}
    locations: [{ storeLocation: "655441491", serves: [soho] }]
    newItems: create
    rank: 1
  - channel: store-b
    domain: acme-b.myshopify.com
    baseUrl: http://127.0.0.1:4002
    apiVersion: "2026-07"
    clientSecret: \${STORE_A_SECRET}
    accessToken: \${STORE_B_TOKEN}
    locations: [{ storeLocation: "655441492", serves: [main, soho] }]
    newItems: link
    rank: 2
policy: { version: 3, loser: cancel }
`;

/** The problems found after `text` was replaced in the good file. */
function problemsAfter(
  text: string,
  replacement: string,
  withEnv: Record<string, string> = env,
  file = good,
): readonly string[] {
  if (!file.includes(text)) throw new Error(`"${text}" is not in the sample`);
  try {
    parseShopConfig(file.replace(text, replacement), withEnv);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

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

  it.each([
    [
      'serves: [main, soho]',
      'serves: [main, sohoo]',
      'stores[1].locations[0].serves[1]: "sohoo" is no configured location; known: soho, main',
    ],
    [
      'serves: [main, soho]',
      'serves: [main, main]',
      'stores[1].locations[0].serves[1]: the location "main" is taken by stores[1].locations[0].serves[0] already',
    ],
    [
      'channel: store-b\n',
      'channel: store-a\n',
      'stores[1].channel: the channel "store-a" is taken by stores[0].channel already',
    ],
    [
      'channel: till\n',
      'channel: store-a\n',
      'stores[0].channel: the channel "store-a" is taken by till.channel already',
    ],
    [
      '{ channel: store-b, location: soho',
      '{ channel: store-c, location: soho',
      'till.webOrders: there is no entry with channel "store-b" and location "soho"; add one, so that orders served from there can be recorded at the till',
    ],
    [
      '{ channel: store-b, location: soho',
      '{ channel: store-c, location: soho',
      'till.webOrders[2].channel: "store-c" is no configured store; known: store-a, store-b',
    ],
    [
      '{ channel: store-b, location: soho',
      '{ channel: store-b, location: sohoo',
      'till.webOrders[2].location: "sohoo" is no configured location; known: soho, main',
    ],
    [
      '{ channel: store-b, location: soho',
      '{ channel: store-b, location: main',
      'till.webOrders[2]: the entry for "store-b at main" is taken by till.webOrders[1] already',
    ],
    [
      '{ channel: store-b, location: soho, register',
      '{ channel: store-b, register',
      'till.webOrders[2].location: is missing; it should be a name of small letters, digits and dashes, 63 characters at most, for example main',
    ],
    [
      outlet(2),
      outlet(1),
      `till.locations[1].outlet: the outlet "${outlet(1)}" is taken by till.locations[0].outlet already`,
    ],
    [
      '    accessToken: ${STORE_B_TOKEN}\n',
      '',
      'stores[1].clientId: is missing; give clientId (with clientSecret), or a static accessToken',
    ],
    ['rank: 2', 'rank: first', 'stores[1].rank: "first" should be a whole number, 1 for the store that comes first'],
    [
      '"655441491"',
      '655441491',
      "stores[0].locations[0].storeLocation: 655441491 should be Shopify's numeric location id in quotes",
    ],
    [
      '    domain: acme-a.myshopify.com\n',
      '',
      'stores[0].domain: is missing; it should be the shop domain, for example acme.myshopify.com',
    ],
    [
      'newItems: link',
      'newItem: link',
      'stores[1].newItem: there is no such setting; known here: channel, domain, baseUrl, apiVersion, clientId, clientSecret, accessToken, locations, newItems, rank',
    ],
    [
      'baseUrl: https://acme.retail',
      'baseUrl: acme.retail',
      'till.baseUrl: "acme.retail.lightspeed.app" should be an address without a path, for example https://acme.myshopify.com',
    ],
    ['version: 1', 'version: 2', 'version: 2 should be 1, the only layout of this file so far'],
    ['loser: cancel', 'loser: drop', 'policy.loser: "drop" should be hold, backorder or cancel'],
    [
      'loser: cancel',
      'claimOrder: [paid, paid]',
      'policy.claimOrder: should name each of paid, rank and placedAt once',
    ],
    [
      'loser: cancel',
      'cartHolds: [{ channel: store-c }]',
      'policy.cartHolds[0].channel: "store-c" is no configured store; known: store-a, store-b',
    ],
    [
      'loser: cancel',
      'cartHolds: [{ channel: store-a, unitsPerCartMax: 9, unitsPerItemMax: 5 }]',
      'policy.cartHolds[0].unitsPerCartMax: 9 is more than unitsPerItemMax allows for all carts together (5)',
    ],
    [
      'loser: cancel',
      'safetyStockFor: [{ location: cellar, units: 1 }]',
      'policy.safetyStockFor[0].location: "cellar" is no configured location; known: soho, main',
    ],
    [
      'loser: cancel',
      'safetyStockFor: [{ units: 1 }]',
      'policy.safetyStockFor[0]: names no sku, channel or location; for every item use policy.safetyStock',
    ],
    [
      'loser: cancel',
      'escrow: { shares: [{ channel: kiosk }] }',
      'policy.escrow.shares[0].channel: "kiosk" is no configured store or seller; known: store-a, store-b',
    ],
    [
      'loser: cancel',
      'escrow: { shares: [{ channel: store-a, weight: -1 }] }',
      'policy.escrow.shares[0].weight: -1 should be 0 or more',
    ],
    [
      'loser: cancel',
      'arbitrationWindowMs: 60000',
      'policy.arbitrationWindowMs: 60000 should be 10000 milliseconds at most',
    ],
    [
      `outlet: ${outlet(1)}`,
      'outlet: soho',
      'till.locations[0].outlet: "soho" should be the UUID that Lightspeed shows for it',
    ],
  ])('%s -> %s is reported with its path and the remedy', (text, replacement, problem) => {
    expect(problemsAfter(text, replacement)).toContain(problem);
  });

  it.each([
    ['till:\n', 'tills:\n', 'till: is missing; it should be a block of settings'],
    ['policy: { version: 3, loser: cancel }', 'policy: strict', 'policy: "strict" should be a block of settings'],
    ['serves: [soho]', 'serves: soho', 'stores[0].locations[0].serves: "soho" should be a list of location names'],
    [
      'locations: [{ storeLocation: "655441491", serves: [soho] }]',
      'locations: soho',
      'stores[0].locations: "soho" should be a list, each entry with storeLocation and serves',
    ],
    [
      'locations: [{ storeLocation: "655441491", serves: [soho] }]',
      'locations: []',
      'stores[0].locations: should have at least one entry, each with storeLocation and serves',
    ],
  ])('%s -> %s: a wrong shape is reported too', (text, replacement, problem) => {
    expect(problemsAfter(text, replacement)).toContain(problem);
  });

  describe('with a seller', () => {
    const entry = `- { channel: headless, location: main, register: ${outlet(7)}, user: ${outlet(4)}, paymentType: ${outlet(5)}, tax: ${outlet(6)} }`;
    const sellers = 'sellers: [{ channel: headless, serves: [main], rank: 3, currency: EUR }]';
    const withSeller = (seller: string, webOrder = entry) =>
      problemsAfter(
        'policy: { version: 3, loser: cancel }',
        `${seller}\npolicy: { version: 3, loser: cancel }`,
        env,
        good.replace('stores:\n', `    ${webOrder}\nstores:\n`),
      );

    it('is read, and is in no need of any', () => {
      expect(withSeller(sellers)).toEqual([]);
      expect(parseShopConfig(good, env).sellers).toEqual([]);
    });

    it.each([
      [
        'serves: [main]',
        'serves: [soho]',
        'till.webOrders: there is no entry with channel "headless" and location "soho"; add one, so that orders served from there can be recorded at the till',
      ],
      [
        'serves: [main]',
        'serves: [attic]',
        'sellers[0].serves[0]: "attic" is no configured location; known: soho, main',
      ],
      [
        'serves: [main]',
        'serves: [main, main]',
        'sellers[0].serves[1]: the location "main" is taken by sellers[0].serves[0] already',
      ],
      [
        'channel: headless',
        'channel: store-a',
        'sellers[0].channel: the channel "store-a" is taken by stores[0].channel already',
      ],
      [
        'channel: headless',
        'channel: kiosk',
        'till.webOrders[3].channel: "headless" is no configured store or seller; known: store-a, store-b, kiosk',
      ],
      [
        'currency: EUR',
        'currency: euro',
        'sellers[0].currency: "euro" should be the three letters of its currency, for example EUR',
      ],
      [', rank: 3', '', 'sellers[0].rank: is missing; it should be a whole number, 1 for the channel that comes first'],
    ])('%s -> %s is reported with its path and the remedy', (text, replacement, problem) => {
      expect(withSeller(sellers.replace(text, replacement))).toContain(problem);
    });
  });

  it('reports all problems at once', () => {
    expect(problemsAfter('serves: [main, soho]', 'serves: [nowhere, elsewhere]')).toHaveLength(2);
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
