import { parseShopConfig } from './load';
import { env, good, outlet, problemsAfter } from './spec-shop-file';

describe('tillbridge.yaml with a seller', () => {
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
    ['serves: [main]', 'serves: [attic]', 'sellers[0].serves[0]: "attic" is no configured location; known: soho, main'],
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
