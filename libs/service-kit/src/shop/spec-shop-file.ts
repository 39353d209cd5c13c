import { ConfigurationError } from '../config/configuration-error';
import { parseShopConfig } from './load';

/** A file that is right, for specs that change one thing about it. */
export const outlet = (n: number) => `0624dbcd-5b1c-4d1a-8b5e-0d4f7c1ae77${n}`;
export const env = {
  LIGHTSPEED_TOKEN: 'lightspeed-secret',
  STORE_A_ID: 'id-a',
  STORE_A_SECRET: 'secret-a',
  STORE_B_TOKEN: 'token-b',
};
export const good = `
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
export function problemsAfter(
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
