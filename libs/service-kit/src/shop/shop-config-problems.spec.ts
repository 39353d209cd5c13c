import { outlet, problemsAfter } from './spec-shop-file';

describe('a mistake in tillbridge.yaml', () => {
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
      'stores[1].newItem: there is no such setting; known here: channel, domain, baseUrl, apiVersion, clientId, clientSecret, accessToken, locations, newItems, brake, rank, postAtZeroValue',
    ],
    [
      'baseUrl: https://acme.retail',
      'baseUrl: acme.retail',
      'till.baseUrl: "acme.retail.lightspeed.app" should be an address without a path, for example https://acme.myshopify.com',
    ],
    ['newItems: link', 'postAtZeroValue: maybe', 'stores[1].postAtZeroValue: "maybe" should be true or false'],
    [
      '  series: x\n',
      '  series: x\n  currency: euro\n',
      'till.currency: "euro" should be the three letters of its currency, for example EUR',
    ],
    [
      '  series: x\n',
      '  series: x\n  chargesProduct: shipping\n',
      'till.chargesProduct: "shipping" should be the UUID that Lightspeed shows for it',
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

  it('reports all problems at once', () => {
    expect(problemsAfter('serves: [main, soho]', 'serves: [nowhere, elsewhere]')).toHaveLength(2);
  });
});
