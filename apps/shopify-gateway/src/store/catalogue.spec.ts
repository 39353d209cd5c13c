import type { AdminClient } from '../admin/client';
import { readProduct } from './catalogue';

const node = (id: number, updatedAt: string) => ({
  id: `gid://shopify/ProductVariant/${id}`,
  title: 'M',
  sku: null,
  barcode: null,
  price: '5.00',
  inventoryItem: { legacyResourceId: `${id}0`, tracked: true },
  product: { legacyResourceId: '100', title: 'Tee', status: 'ACTIVE', updatedAt },
});

/** Answers one page after the other. */
const clientOf = (...pages: ReturnType<typeof node>[][]) => {
  const answers = pages.map((nodes, at) => {
    const pageInfo = { hasNextPage: at + 1 < pages.length, endCursor: 'here' };
    return { product: { variants: { nodes, pageInfo } } };
  });
  return { ask: async () => answers.shift() ?? { product: null } } as unknown as AdminClient;
};

describe('a product that is read page by page', () => {
  it('has the variants of all pages', async () => {
    const client = clientOf([node(1, '2026-11-23T10:00:00Z')], [node(2, '2026-11-23T10:00:00Z')]);
    expect((await readProduct(client, '100')).map(({ externalId }) => externalId)).toEqual(['1', '2']);
  });

  it('is read again when it was changed in between: what moved to a page that was read is not gone', async () => {
    const client = clientOf([node(1, '2026-11-23T10:00:00Z')], [node(2, '2026-11-23T10:00:05Z')]);
    await expect(readProduct(client, '100')).rejects.toThrow('was changed while it was read');
  });

  it('has none once it is deleted', async () => {
    expect(await readProduct(clientOf(), '100')).toEqual([]);
  });
});
