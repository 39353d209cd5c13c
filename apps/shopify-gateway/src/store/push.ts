import { isLowering, type PushAnswer, type PushCall, type PushRow, type PushRowOutcome } from '@tillbridge/gateway-kit';
import type { AdminClient } from '../admin/client';
import { NoAnswer, Refused } from '../admin/errors';
import { gid } from '../admin/ids';
import { adjustQuantities, setQuantities } from '../documents';

interface UserError {
  code: string | null;
  field: string[] | null;
  message: string;
}

interface QuantitiesResult {
  inventoryAdjustmentGroup: { changes: { name: string; item: Id | null; location: Id | null }[] } | null;
  userErrors: UserError[];
}

type QuantitiesData = Partial<Record<'inventoryAdjustQuantities' | 'inventorySetQuantities', QuantitiesResult | null>>;

type Id = { id: string };

/**
 * Lowers up to 250 levels by the difference, or compares and sets as many to raise them, under one idempotency key. One
 * answer is judged here; the pump repeats.
 */
export async function pushQuantities(client: AdminClient, call: PushCall): Promise<PushAnswer> {
  try {
    const [document, input] = call.rows.every(isLowering)
      ? [adjustQuantities, { ...ledgerOf(call), changes: call.rows.map(lowering) }]
      : [setQuantities, { ...ledgerOf(call), quantities: call.rows.map(raise) }];
    const options = { urgency: 'push', once: true } as const;
    const data = await client.ask<QuantitiesData>(document, { input, key: call.key }, options);
    const result = data.inventoryAdjustQuantities ?? data.inventorySetQuantities;
    return result ? judge(call, result) : unknown('the store answered without a result', null);
  } catch (error) {
    if (error instanceof NoAnswer) return unknown(error.message, error.retryAfterMs);
    if (error instanceof Refused && isMendable(error)) return unknown(error.message, mendableWaitMs);
    if (error instanceof Refused) return settledAs(call, { outcome: 'refused', reason: error.message });
    throw error;
  }
}

const mendableWaitMs = 10_000;

/** A missing scope is mended by a person, and then the same call goes through. */
function isMendable({ code }: Refused): boolean {
  return code === 'ACCESS_DENIED' || code.startsWith('HTTP_');
}

/** The same call gives the same input, byte for byte: a key may only ever be sent with what it was made for. */
function ledgerOf(call: PushCall) {
  return { name: 'available', reason: 'correction', referenceDocumentUri: `tillbridge://push/${call.key}` };
}

/** An explicit null: there is nothing to compare with. */
function lowering(row: PushRow) {
  return { ...levelOf(row), delta: row.to - row.from, changeFromQuantity: null };
}

function raise(row: PushRow) {
  return { ...levelOf(row), quantity: row.to, changeFromQuantity: row.from };
}

function levelOf(row: PushRow) {
  return { inventoryItemId: gid('InventoryItem', row.levelRef), locationId: gid('Location', row.storeLocation) };
}

function judge(call: PushCall, result: QuantitiesResult): PushAnswer {
  const { userErrors, inventoryAdjustmentGroup: group } = result;
  if (userErrors.length > 0) return judgeErrors(call, userErrors);
  const changed = new Set(
    (group?.changes ?? [])
      .filter((change) => change.name === 'available')
      .map((change) => `${change.item?.id} ${change.location?.id}`),
  );
  // No change where one was asked for: a level to be raised was at the target already, so something unseen moved it.
  return {
    kind: 'settled',
    rows: call.rows.map((row): PushRowOutcome => ({ outcome: changed.has(levelId(row)) ? 'applied' : 'stale' })),
  };
}

function levelId(row: PushRow): string {
  const { inventoryItemId, locationId } = levelOf(row);
  return `${inventoryItemId} ${locationId}`;
}

function judgeErrors(call: PushCall, errors: readonly UserError[]): PushAnswer {
  const codes = errors.map((error) => error.code ?? 'UNKNOWN');
  if (codes.includes('IDEMPOTENCY_CONCURRENT_REQUEST')) return unknown('the same call is still being executed', null);
  const refused = errors.filter((error) => !harmless.has(error.code ?? ''));
  // Any error means that nothing was applied, so rows that are not named are simply decided again.
  return {
    kind: 'settled',
    rows: call.rows.map((_, index): PushRowOutcome => {
      const own = refused.find((error) => indexOf(error) === index || indexOf(error) === null);
      return own ? { outcome: 'refused', reason: `${own.code}: ${own.message}`.slice(0, 500) } : { outcome: 'stale' };
    }),
  };
}

/**
 * Errors after which the level is read and a new push decided. A key that was used for other values, or whose first
 * attempt failed, did nothing under this call: both mean "decide again under a new key", after a read. So do the two that
 * ask to try again: nobody says whether a key that met them would ever be executed, and if an earlier attempt under it had
 * been, the read that follows shows too little rather than too much.
 */
const harmless = new Set([
  'ADJUST_QUANTITIES_FAILED',
  'SERVICE_UNAVAILABLE',
  'CHANGE_FROM_QUANTITY_STALE',
  'IDEMPOTENCY_KEY_PARAMETER_MISMATCH',
  'IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED',
  // The read that follows finds no level, and has it stocked.
  'ITEM_NOT_STOCKED_AT_LOCATION',
]);

function indexOf(error: UserError): number | null {
  const position = error.field?.findIndex((part) => part === 'changes' || part === 'quantities') ?? -1;
  const index = position < 0 ? undefined : error.field?.[position + 1];
  return index !== undefined && /^\d+$/.test(index) ? Number(index) : null;
}

function settledAs(call: PushCall, outcome: PushRowOutcome): PushAnswer {
  return { kind: 'settled', rows: call.rows.map(() => outcome) };
}

function unknown(reason: string, retryAfterMs: number | null): PushAnswer {
  return { kind: 'unknown', reason, retryAfterMs };
}
