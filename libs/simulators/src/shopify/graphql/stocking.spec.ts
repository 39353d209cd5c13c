import { closeAll, DEPOT, receiver, SOHO, subscribe, testTwin, until, type TestTwin } from '../testing/harness';

const DEACTIVATE = `mutation ($level: ID!) { inventoryDeactivate(inventoryLevelId: $level) { userErrors { field message } } }`;
const ACTIVATE = `mutation ($item: ID!, $location: ID!, $key: String!) {
  inventoryActivate(inventoryItemId: $item, locationId: $location) @idempotent(key: $key) {
    inventoryLevel { isActive } userErrors { message } } }`;
const LEVEL = `query ($item: ID!, $location: ID!) { inventoryItem(id: $item) {
  shown: inventoryLevel(locationId: $location) { id }
  level: inventoryLevel(locationId: $location, includeInactive: true) { id isActive quantities(names: ["available"]) { quantity } }
  variant { inventoryQuantity } } }`;

describe('un-stocking an item of the Shopify twin', () => {
  let twin: TestTwin;
  beforeEach(async () => {
    twin = await testTwin();
  });
  afterEach(closeAll);

  const at = (location: string, sku = 'TEE-M') => ({
    item: twin.itemId(sku),
    location: `gid://shopify/Location/${location}`,
  });
  const item = async (location: string, sku = 'TEE-M') =>
    (await twin.gql(LEVEL, at(location, sku))).body.data.inventoryItem;
  const deactivate = async (level: string): Promise<{ message: string }[]> =>
    (await twin.gql(DEACTIVATE, { level })).body.data.inventoryDeactivate.userErrors;
  const activate = (key: string) => twin.gql(ACTIVATE, { ...at(DEPOT), key });

  it('takes its units out of sale, tells so, and gives them back when it is stocked again', async () => {
    const hook = await receiver();
    await subscribe(twin, hook.url, ['INVENTORY_LEVELS_DISCONNECT']);
    const before = await item(DEPOT);
    expect(await deactivate(before.level.id)).toEqual([]);
    expect(await item(DEPOT)).toEqual({
      shown: null,
      level: { id: before.level.id, isActive: false, quantities: [{ quantity: 2 }] },
      variant: { inventoryQuantity: 5 },
    });
    await until(() => hook.received.length === 1);
    expect(Object.keys(hook.received[0].payload)).toEqual(['inventory_item_id', 'location_id']);
    await activate('a');
    expect(await item(DEPOT)).toMatchObject({ shown: { id: before.level.id }, variant: { inventoryQuantity: 7 } });
  });

  it('is not undone by a key that has been used: the store only says again what it said', async () => {
    const { level } = await item(DEPOT);
    await deactivate(level.id);
    await activate('a');
    await deactivate(level.id);
    expect((await activate('a')).body.data.inventoryActivate.inventoryLevel).not.toBeNull();
    expect((await item(DEPOT)).shown).toBeNull();
    await activate('b');
    expect((await item(DEPOT)).shown).not.toBeNull();
  });

  it('is refused where it is stocked nowhere else, and where there is nothing', async () => {
    const { level } = await item(SOHO, 'MUG');
    const [itemId] = twin.itemId('MUG').split('/').slice(-1);
    expect([
      ...(await deactivate(level.id)),
      ...(await deactivate(`gid://shopify/InventoryLevel/1?inventory_item_id=${itemId}`)),
      ...(await deactivate('gid://shopify/InventoryLevel/1?inventory_item_id=2')),
    ]).toEqual([
      {
        field: null,
        message:
          "The product couldn't be unstocked from Soho because products need to be stocked at a minimum of 1 location.",
      },
      { field: null, message: "The product couldn't be unstocked because the location was deleted." },
      { field: null, message: "The product couldn't be unstocked because the product was deleted." },
    ]);
  });
});
