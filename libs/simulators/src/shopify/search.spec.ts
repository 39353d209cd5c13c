import { parseSearch } from './search';

const thing: Record<string, string[]> = {
  sku: ['TEE-M'],
  tag: ['held', 'vip'],
  quantity: ['5'],
  id: ['271878346596884015'],
  updated_at: ['2026-10-01T10:00:05Z'],
};
const finds = (query: string) => parseSearch(query).matches((field) => thing[field]);

describe('search syntax', () => {
  it.each([
    ['sku:tee-m', true],
    ['sku:TEE', false],
    ['sku:TE*', true],
    ["tag:'vip' sku:TEE-M", true],
    ['tag:vip AND sku:MUG', false],
    ['tag:none OR sku:TEE-M', true],
    ['-tag:vip', false],
    ['NOT tag:none', true],
    ['(tag:none OR tag:vip) AND quantity:>4', true],
    ['quantity:<=4', false],
    ['id:>=271878346596884016', false],
    ['id:>=271878346596884015', true],
  ])('%s -> %s', (query, found) => expect(finds(query)).toBe(found));

  it('compares times in whole seconds, as they are shown', () => {
    expect(finds("updated_at:>='2026-10-01T10:00:05.900Z'")).toBe(true);
    expect(finds("updated_at:>'2026-10-01T10:00:05Z'")).toBe(false);
    expect(finds('updated_at:>"2026-10-01T12:00:04+02:00"')).toBe(true);
  });

  it('ignores a field that is no filter', () => {
    expect(finds('skoo:X')).toBe(true);
    expect(parseSearch('skoo:X sku:Y').fields).toEqual(['skoo', 'sku']);
  });
});
