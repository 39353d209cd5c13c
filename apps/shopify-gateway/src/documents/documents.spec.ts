import { API_VERSIONS, validateDocument } from '@tillbridge/simulators';
import * as documents from './index';

const named = Object.entries(documents);

describe.each(API_VERSIONS)("every document we send, against Shopify's Admin schema %s", (version) => {
  it.each(named)('%s is valid', (_name, document) => {
    expect(validateDocument(document, version)).toEqual([]);
  });

  it('shows that the check can fail', () => {
    expect(validateDocument('query Wrong { orders(first: 1) { nodes { shelf } } }', version)).not.toEqual([]);
  });
});

describe('every document we send', () => {
  it('asks for nothing about the customer', () => {
    const personal = /customer|email|phone|address|firstName|lastName|note\b/i;
    for (const [name, document] of named)
      expect([name, personal.exec(document.replace(/\$note\b.*|staffNote.*|notifyCustomer.*/g, ''))]).toEqual([
        name,
        null,
      ]);
  });

  it('carries an idempotency key wherever the store demands one at run time', () => {
    const demanding = /\b(inventorySetQuantities|inventoryActivate|inventoryAdjustQuantities|refundCreate)\(/;
    const concerned = named.filter(([, document]) => demanding.test(document));
    expect(concerned.length).toBeGreaterThan(0);
    for (const [, document] of concerned) expect(document).toContain('@idempotent(key: $key)');
  });
});
