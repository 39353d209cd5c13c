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
const lowering: PushCall = { key: 'k1', rows: [row('70', 5, 4), row('80', 9, 0)] };
const raising: PushCall = { key: 'k1', rows: [row('70', 4, 5), row('80', 2, 3)] };

function answering(answer: unknown, result = 'inventorySetQuantities') {
  const asked: unknown[] = [];
  const client = {
    ask: async (_document: string, variables: unknown, options: unknown) => {
      asked.push(variables, options);
      if (answer instanceof Error) throw answer;
      return { [result]: answer };
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
const outcomes = async (answer: unknown, call = raising, field?: string) => {
  const result = await pushQuantities(answering(answer, field).client, call);
  return result.kind === 'settled' ? result.rows.map((each) => each.outcome) : result.kind;
};
const error = (code: string, ...field: string[]) => ({ code, field, message: 'no' });
const failed = (...userErrors: object[]) => ({ inventoryAdjustmentGroup: null, userErrors });

describe('pushing levels', () => {
  it('lowers each level by the difference, whatever it shows, under the key of the call, once', async () => {
    const { client, asked } = answering(failed(), 'inventoryAdjustQuantities');
    await pushQuantities(client, lowering);
    expect(asked).toMatchObject([
      {
        key: 'k1',
        input: {
          name: 'available',
          changes: [
            { inventoryItemId: 'gid://shopify/InventoryItem/70', delta: -1, changeFromQuantity: null },
            { inventoryItemId: 'gid://shopify/InventoryItem/80', delta: -9, changeFromQuantity: null },
          ],
        },
      },
      { once: true },
    ]);
  });

  it('compares and sets each level to be raised under the key of the call, once', async () => {
    const { client, asked } = answering(failed());
    await pushQuantities(client, raising);
    expect(asked).toMatchObject([
      {
        key: 'k1',
        input: {
          name: 'available',
          quantities: [
            { inventoryItemId: 'gid://shopify/InventoryItem/70', quantity: 5, changeFromQuantity: 4 },
            { inventoryItemId: 'gid://shopify/InventoryItem/80', quantity: 3, changeFromQuantity: 2 },
          ],
        },
      },
      { once: true },
    ]);
  });

  it('is applied where the store says that it changed', async () => {
    const group = { changes: [...changed('available', '70', '80'), ...changed('on_hand', '70', '80')] };
    const answer = { inventoryAdjustmentGroup: group, userErrors: [] };
    expect(await outcomes(answer)).toEqual(['applied', 'applied']);
    expect(await outcomes(answer, lowering, 'inventoryAdjustQuantities')).toEqual(['applied', 'applied']);
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

  it.each(['ADJUST_QUANTITIES_FAILED', 'SERVICE_UNAVAILABLE'])(
    'is decided again after a read where the store asks to try again: %s',
    async (code) => {
      const answer = failed(error(code, 'input'));
      expect(await outcomes(answer, lowering, 'inventoryAdjustQuantities')).toEqual(['stale', 'stale']);
    },
  );

  it('is refused for the level that the store refuses, and for no neighbour', async () => {
    const refused = error('INVALID_INVENTORY_ITEM', 'input', 'quantities', '1', 'inventoryItemId');
    expect(await outcomes(failed(refused))).toEqual(['stale', 'refused']);
    const refusedLowering = error('INVALID_INVENTORY_ITEM', 'input', 'changes', '1', 'inventoryItemId');
    expect(await outcomes(failed(refusedLowering), lowering, 'inventoryAdjustQuantities')).toEqual([
      'stale',
      'refused',
    ]);
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
