import { closeAll, DEPOT, SET, setInput, SOHO, testTwin, type TestTwin } from './testing/harness';

describe('the catalogue of the Shopify twin', () => {
  let twin: TestTwin;
  beforeEach(async () => {
    twin = await testTwin();
  });
  afterEach(closeAll);

  const location = (id: string) => `gid://shopify/Location/${id}`;

  const PRODUCT_SET = `mutation ($input: ProductSetInput!, $identifier: ProductSetIdentifiers) {
    productSet(input: $input, identifier: $identifier, synchronous: true) {
      product { id title status variants(first: 10) { nodes { id sku barcode price inventoryQuantity inventoryItem { id tracked } } } }
      userErrors { code field message } } }`;
  const variant = (sku: string, name: string, quantity: number) => ({
    optionValues: [{ optionName: 'Size', name }],
    price: '12.00',
    inventoryItem: { sku, tracked: true },
    inventoryQuantities: [{ locationId: location(SOHO), name: 'available', quantity }],
  });
  const productSet = async (input: object, identifier?: object) => {
    const { body } = await twin.gql(PRODUCT_SET, { input, identifier });
    return body.data.productSet;
  };

  it('makes a product with its variants and stock in one productSet', async () => {
    const options = [{ name: 'Size', values: [{ name: 'S' }, { name: 'L' }] }];
    const { product, userErrors } = await productSet({
      title: 'Hat',
      productOptions: options,
      variants: [variant('HAT-S', 'S', 4), variant('HAT-L', 'L', 0)],
    });
    expect(userErrors).toEqual([]);
    expect(product).toMatchObject({ title: 'Hat', status: 'ACTIVE' });
    expect(product.variants.nodes).toMatchObject([
      { sku: 'HAT-S', price: '12.00', inventoryQuantity: 4, inventoryItem: { tracked: true } },
      { sku: 'HAT-L', inventoryQuantity: 0 },
    ]);
    expect(await twin.available('HAT-S')).toBe(4);
    const { entries } = await twin.control('log');
    expect(entries).toContainEqual(expect.objectContaining({ kind: 'product_created', skus: ['HAT-S', 'HAT-L'] }));
  });

  it('deletes the variants that a later productSet leaves out', async () => {
    const made = await productSet({ title: 'Hat', variants: [variant('HAT-S', 'S', 4), variant('HAT-L', 'L', 1)] });
    const again = await productSet({ variants: [variant('HAT-S', 'S', 4)] }, { id: made.product.id });
    expect(again.product.variants.nodes.map((one: { sku: string }) => one.sku)).toEqual(['HAT-S']);
    expect(again.product.variants.nodes[0].id).toBe(made.product.variants.nodes[0].id);
    expect(await twin.available('HAT-L')).toBeNaN();
  });

  describe('on sale', () => {
    const PUBLISH = `mutation ($id: ID!, $on: ID!) { publishablePublish(id: $id, input: [{ publicationId: $on }]) {
      publishable { ... on Product { publishedOnPublication(publicationId: $on) } } userErrors { field message } } }`;
    const PUBLICATIONS = `{ publications(first: 10, catalogType: APP) { nodes { id channels(first: 2) { nodes { handle } }
      catalog { title ... on AppCatalog { apps(first: 2) { nodes { handle } } } } } } }`;
    const publication = async (handle: string) => {
      const { body } = await twin.gql(PUBLICATIONS);
      type Node = { id: string; channels: { nodes: { handle: string }[] } };
      return body.data.publications.nodes.find((one: Node) => one.channels.nodes[0]!.handle === handle).id as string;
    };
    const buy = (sku: string) => twin.control('checkout', { lines: [{ sku, quantity: 1 }] });

    it('is what staff made, and not what an app made until it is published to the online store', async () => {
      expect(await buy('TEE-M')).toMatchObject({ outcome: 'accepted' });
      const { product } = await productSet({ title: 'Hat', variants: [variant('HAT-S', 'S', 4)] });
      const refusal = { outcome: 'refused', sku: 'HAT-S', available: 0, reason: 'not on sale' };
      expect(await buy('HAT-S')).toEqual(refusal);
      await twin.gql(PUBLISH, { id: product.id, on: await publication('pos') });
      expect(await buy('HAT-S')).toEqual(refusal);
      const { body } = await twin.gql(PUBLISH, { id: product.id, on: await publication('online_store') });
      expect(body.data.publishablePublish).toEqual({ publishable: { publishedOnPublication: true }, userErrors: [] });
      expect(await buy('HAT-S')).toMatchObject({ outcome: 'accepted' });
      const { products } = await twin.control('state');
      expect(products.map((one: { onSale: boolean }) => one.onSale)).toEqual([true, true, true]);
    });

    it.each(['DRAFT', 'ARCHIVED'])('is not what is %s, published or not', async (status) => {
      await twin.control('seed', { products: [{ title: 'Old', status, variants: [{ sku: 'OLD', available: {} }] }] });
      expect(await buy('OLD')).toMatchObject({ outcome: 'refused', reason: 'not on sale' });
    });

    it.each(['DRAFT', 'ARCHIVED'])('is what its levels show again, once it is %s no more', async (status) => {
      const { variants } = await twin.control('seed', {
        products: [{ title: 'Old', status, variants: [{ sku: 'OLD', available: { [SOHO]: 2 } }] }],
      });
      const item = `gid://shopify/InventoryItem/${variants[0].inventoryItemId}`;
      const { body } = await twin.gql(SET, setInput([{ item, quantity: 1, from: 2 }], 'k1'));
      expect(body.data.inventorySetQuantities.userErrors).toEqual([]);
      expect(await twin.available('OLD')).toBe(1);
      await twin.control('admin/product', { sku: 'OLD', status: 'ACTIVE' });
      expect([await buy('OLD'), await buy('OLD')]).toMatchObject([{ outcome: 'accepted' }, { outcome: 'refused' }]);
    });

    it('changes nothing by being published again, and refuses a publication it does not have', async () => {
      const id = `gid://shopify/Product/${twin.seeded.variants[0]!.productId}`;
      const on = await publication('online_store');
      await twin.gql(PUBLISH, { id, on });
      const { entries } = await twin.control('log');
      expect(entries.filter((entry: { kind: string }) => entry.kind === 'published')).toEqual([]);
      const { body } = await twin.gql(PUBLISH, { id, on: 'gid://shopify/Publication/1' });
      expect(body.data.publishablePublish.userErrors).toMatchObject([{ field: ['input', '0', 'publicationId'] }]);
    });
  });

  it('refuses a productSet on a product that is not there', async () => {
    const { product, userErrors } = await productSet({ title: 'X' }, { id: 'gid://shopify/Product/1' });
    expect(product).toBeNull();
    expect(userErrors).toMatchObject([{ code: 'PRODUCT_DOES_NOT_EXIST' }]);
  });

  it('creates products untracked, and replaces the default variant by bulk-created ones', async () => {
    const created = await twin.gql(
      `mutation { productCreate(product: { title: "Cap" }) {
        product { id variants(first: 5) { nodes { title sku inventoryItem { tracked } } } } userErrors { message } } }`,
    );
    const { product } = created.body.data.productCreate;
    expect(product.variants.nodes).toEqual([{ title: 'Default Title', sku: null, inventoryItem: { tracked: false } }]);
    const { body } = await twin.gql(
      `mutation ($id: ID!, $variants: [ProductVariantsBulkInput!]!) {
        productVariantsBulkCreate(productId: $id, variants: $variants) {
          product { variantsCount { count } } productVariants { sku inventoryQuantity } userErrors { code message } } }`,
      {
        id: product.id,
        variants: [
          {
            optionValues: [{ optionName: 'Title', name: 'Red' }],
            inventoryItem: { sku: 'CAP-R', tracked: true },
            inventoryQuantities: [{ locationId: location(DEPOT), availableQuantity: 6 }],
          },
        ],
      },
    );
    expect(body.data.productVariantsBulkCreate).toEqual({
      product: { variantsCount: { count: 1 } },
      productVariants: [{ sku: 'CAP-R', inventoryQuantity: 6 }],
      userErrors: [],
    });
  });

  it('renames a SKU through its inventory item', async () => {
    const { body } = await twin.gql(
      `mutation ($id: ID!) { inventoryItemUpdate(id: $id, input: { sku: "TEE-MEDIUM" }) {
        inventoryItem { sku variant { sku } } userErrors { message } } }`,
      { id: twin.itemId('TEE-M') },
    );
    expect(body.data.inventoryItemUpdate.inventoryItem).toEqual({ sku: 'TEE-MEDIUM', variant: { sku: 'TEE-MEDIUM' } });
  });

  it('lets staff edit a product in the admin', async () => {
    await twin.control('admin/product', { sku: 'TEE-M', title: 'T-Shirt', newSku: 'TS-M', barcode: '1' });
    const { products } = await twin.control('state');
    expect(products[0]).toMatchObject({ title: 'T-Shirt', variants: [{ sku: 'TS-M', barcode: '1' }] });
  });

  it('finds variants by SKU without regard to case, by barcode and by prefix', async () => {
    const find = async (query: string) => {
      const { body } = await twin.gql(
        `query ($q: String) { productVariants(first: 10, query: $q) { nodes { sku } } }`,
        { q: query },
      );
      return body.data.productVariants.nodes.map((one: { sku: string }) => one.sku);
    };
    expect(await find('sku:tee-m')).toEqual(['TEE-M']);
    expect(await find('barcode:5012345678900')).toEqual(['TEE-M']);
    expect(await find('sku:TEE*')).toEqual(['TEE-M']);
    expect(await find("sku:'TEE-M' OR sku:MUG")).toEqual(['TEE-M', 'MUG']);
    expect(await find('sku:TEE')).toEqual([]);
  });

  it('ignores a filter it does not know, with a warning', async () => {
    const { body } = await twin.gql('{ productVariants(first: 10, query: "skoo:X") { nodes { sku } } }');
    expect(body.data.productVariants.nodes).toHaveLength(2);
    expect(body.extensions.search[0].warnings).toEqual([
      { field: 'skoo', message: 'Invalid search field for this query.' },
    ]);
  });

  it('lists active locations of its own, and others only to those who ask for them', async () => {
    await twin.control('seed', {
      locations: [
        { id: '7', name: 'Closed', active: false },
        { id: '8', name: 'Parcel service', service: true },
      ],
    });
    const list = async (more: string) => {
      const { body } = await twin.gql(`{ locations(first: 10, sortKey: ID ${more}) { nodes { name isActive } } }`);
      return body.data.locations.nodes.map((one: { name: string }) => one.name).sort();
    };
    expect(await list('')).toEqual(['Depot', 'Soho']);
    expect(await list(', includeInactive: true, includeLegacy: true')).toEqual([
      'Closed',
      'Depot',
      'Parcel service',
      'Soho',
    ]);
  });

  describe('paging', () => {
    const many = Array.from({ length: 7 }, (_, n) => ({
      title: `P${n}`,
      variants: [{ sku: `S${n}`, available: { [SOHO]: n } }],
    }));
    const PAGE = `query ($after: String) { location(id: "${location(SOHO)}") { inventoryLevels(first: 3, after: $after) {
      edges { cursor node { item { sku } quantities(names: ["available"]) { quantity } } } pageInfo { hasNextPage endCursor } } } }`;

    it('visits every element once, also when one is added half-way', async () => {
      await twin.control('seed', { products: many });
      const seen: string[] = [];
      let after: string | null = null;
      for (let pages = 0; pages < 10; pages++) {
        const { body } = await twin.gql(PAGE, { after });
        const { edges, pageInfo } = body.data.location.inventoryLevels;
        seen.push(...edges.map((edge: { node: { item: { sku: string } } }) => edge.node.item.sku));
        if (pages === 0)
          await twin.control('seed', {
            products: [{ title: 'Late', variants: [{ sku: 'LATE', available: { [SOHO]: 1 } }] }],
          });
        if (!pageInfo.hasNextPage) break;
        after = pageInfo.endCursor;
      }
      expect(seen.sort()).toEqual(['LATE', 'MUG', 'S0', 'S1', 'S2', 'S3', 'S4', 'S5', 'S6', 'TEE-M']);
    });

    it('refuses pages above 250 and pages without a size', async () => {
      const big = await twin.gql('{ products(first: 251) { nodes { id } } }');
      expect(big.body.errors[0].message).toContain('250');
      const none = await twin.gql('{ products { nodes { id } } }');
      expect(none.body.errors[0].message).toContain('first or last');
      const wrong = await twin.gql('{ products(first: 1, after: "x") { nodes { id } } }');
      expect(wrong.body.errors[0].message).toContain('cursor');
    });

    it('reads backwards with last and before', async () => {
      await twin.control('seed', { products: many });
      const READ = `query ($before: String) { products(last: 2, before: $before) { nodes { title } pageInfo { hasPreviousPage startCursor } } }`;
      const last = await twin.gql(READ);
      expect(last.body.data.products.nodes.map((one: { title: string }) => one.title)).toEqual(['P5', 'P6']);
      const before = await twin.gql(READ, { before: last.body.data.products.pageInfo.startCursor });
      expect(before.body.data.products.nodes.map((one: { title: string }) => one.title)).toEqual(['P3', 'P4']);
    });
  });

  it('resolves any modelled thing by global id', async () => {
    const item = twin.itemId('TEE-M');
    const { body } = await twin.gql(
      `query ($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on InventoryItem { sku inventoryLevels(first: 5) { nodes { id } } } ... on Location { name } } }`,
      { ids: [item, location(SOHO), 'gid://shopify/Product/1'] },
    );
    expect(body.data.nodes).toMatchObject([
      { __typename: 'InventoryItem', sku: 'TEE-M' },
      { __typename: 'Location', name: 'Soho' },
      null,
    ]);
    const levelId = body.data.nodes[0].inventoryLevels.nodes[0].id;
    const level = await twin.gql(
      `query ($id: ID!) { inventoryLevel(id: $id) { location { name } quantities(names: ["on_hand"]) { quantity } } }`,
      { id: levelId },
    );
    expect(level.body.data.inventoryLevel).toEqual({ location: { name: 'Soho' }, quantities: [{ quantity: 5 }] });
  });
});
