import { parse } from 'graphql';
import { pageFactor, requestedCost } from './cost';
import { schemaOf, validateDocument } from './schema';

const cost = (source: string, variables = {}) => requestedCost(schemaOf('2026-07'), parse(source), variables);

describe('requested query cost', () => {
  it('agrees with live answers', () => {
    const set = `mutation ($i: InventorySetQuantitiesInput!) { inventorySetQuantities(input: $i) @idempotent(key: "k") {
      inventoryAdjustmentGroup { reason changes { name delta item { id } location { id } } } userErrors { message } } }`;
    expect(cost(set)).toBe(13);
    const productSet = `mutation ($i: ProductSetInput!) { productSet(input: $i) {
      product { id variants(first: 10) { nodes { id inventoryItem { id } } } }
      productSetOperation { id userErrors { message } } userErrors { message } } }`;
    expect(cost(productSet)).toBe(21);
    const variants = `query ($id: ID!) { product(id: $id) { variants(first: 250) { nodes { inventoryItem { id } } } } }`;
    expect(cost(variants)).toBe(25);
    const levels = `query ($id: ID!) { location(id: $id) { inventoryLevels(first: 100) {
      pageInfo { hasNextPage } edges { cursor node { id item { id variant { id product { id } } } } } } } }`;
    expect(cost(levels)).toBe(48);
  });

  it('reads the page size from variables and opens fragments', () => {
    const source = `query ($n: Int!) { products(first: $n) { nodes { ...One } } } fragment One on Product { id }`;
    expect(cost(source, { n: 1 })).toBe(2);
    expect(cost(source, { n: 10 })).toBe(5);
  });

  it('grows with the page, and stops growing at a hundred', () => {
    expect([0, 1, 10, 100, 250].map(pageFactor)).toEqual([0, 1, 4, 11.5, 11.5]);
    expect(pageFactor(50)).toBeGreaterThan(pageFactor(20));
  });
});

describe('validateDocument', () => {
  it('knows what each version of the schema allows', () => {
    const source = '{ orders(first: 1) { nodes { id cartToken } } }';
    expect(validateDocument(source, '2026-07')).toEqual([]);
    expect(validateDocument(source, '2026-10')).toEqual([]);
  });

  it('names what is wrong', () => {
    expect(validateDocument('{ orders(first: 1) { nodes { ident } } }', '2026-07')[0]).toContain('"ident"');
    expect(validateDocument('{ orders(', '2026-10')[0]).toContain('Syntax Error');
  });
});
