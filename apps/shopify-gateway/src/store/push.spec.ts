import type { PushCall } from '@tillbridge/gateway-kit';
import type { AdminClient } from '../admin/client';
import { NoAnswer, Refused, Throttled } from '../admin/errors';
import { pushQuantities } from './push';

const row = (levelRef: string, from: number, to: number) => ({
  externalId: `v${levelRef}`,
  storeLocation: '1',
  levelRef,
  from,
  to,
});
const call: PushCall = { key: 'k1', rows: [row('70', 5, 4), row('80', 2, 3)] };

function answering(answer: unknown) {
  const asked: unknown[] = [];
  const client = {
    ask: async (_document: string, variables: unknown, options: unknown) => {
      asked.push(variables, options);
      if (answer instanceof Error) throw answer;
      return { inventorySetQuantities: answer };
    },
  } as unknown as AdminClient;
  return { client, asked };
}

const changed = (name: string, ...items: string[]) =>
  items.map((item) => ({
    name,
    delta: -1,
    item: { id: `gid://shopify/InventoryItem/${item}` },
    location: { id: 'gid://shopify/Location/1' },
  }));
const outcomes = async (answer: unknown) => {
  const result = await pushQuantities(answering(answer).client, call);
  return result.kind === 'settled' ? result.rows.map((each) => each.outcome) : result.kind;
};
const error = (code: string, ...field: string[]) => ({ code, field, message: 'no' });
const failed = (...userErrors: object[]) => ({ inventoryAdjustmentGroup: null, userErrors });

describe('pushing levels', () => {
  it('compares and sets each level under the key of the call, once', async () => {
    const { client, asked } = answering(failed());
    await pushQuantities(client, call);
    expect(asked).toMatchObject([
      {
        key: 'k1',
        input: {
          name: 'available',
          quantities: [
            { inventoryItemId: 'gid://shopify/InventoryItem/70', quantity: 4, changeFromQuantity: 5 },
            { inventoryItemId: 'gid://shopify/InventoryItem/80', quantity: 3, changeFromQuantity: 2 },
          ],
        },
      },
      { once: true },
    ]);
  });

  it('is applied where the store says that it changed', async () => {
    const group = { changes: [...changed('available', '70', '80'), ...changed('on_hand', '70', '80')] };
    expect(await outcomes({ inventoryAdjustmentGroup: group, userErrors: [] })).toEqual(['applied', 'applied']);
  });

  it('is stale where a change was asked for and none was made, whatever the answer claims', async () => {
    expect(await outcomes({ inventoryAdjustmentGroup: null, userErrors: [] })).toEqual(['stale', 'stale']);
    const group = { changes: [...changed('available', '80'), ...changed('on_hand', '70')] };
    expect(await outcomes({ inventoryAdjustmentGroup: group, userErrors: [] })).toEqual(['stale', 'applied']);
  });

  it.each([
    'CHANGE_FROM_QUANTITY_STALE',
    'IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED',
    'IDEMPOTENCY_KEY_PARAMETER_MISMATCH',
    'ITEM_NOT_STOCKED_AT_LOCATION',
  ])('is decided again after a read: %s', async (code) => {
    const field = ['input', 'quantities', '0', 'changeFromQuantity'];
    expect(await outcomes(failed(error(code, ...field)))).toEqual(['stale', 'stale']);
  });

  it('is refused for the level that the store refuses, and for no neighbour', async () => {
    const refused = error('INVALID_INVENTORY_ITEM', 'input', 'quantities', '1', 'inventoryItemId');
    expect(await outcomes(failed(refused))).toEqual(['stale', 'refused']);
    expect(await outcomes(failed(error('INVALID_REASON', 'input', 'reason')))).toEqual(['refused', 'refused']);
  });

  it.each([
    ['no answer', new NoAnswer('HTTP 502')],
    ['throttled', new Throttled('throttled', 120)],
    ['a frozen store', new Refused('HTTP 402', 'HTTP_402')],
    ['a scope that is missing', new Refused('denied', 'ACCESS_DENIED')],
    ['a result that is missing', null],
    ['the same call still running', failed(error('IDEMPOTENCY_CONCURRENT_REQUEST', 'key'))],
  ])('stays open under its key after %s', async (_what, answer) => {
    expect(await outcomes(answer)).toBe('unknown');
  });
});
