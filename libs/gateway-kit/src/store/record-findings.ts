import { cartObserved, type CartObserved, type Cause } from '@tillbridge/contracts';
import type { Tx } from '@tillbridge/persistence';
import { changeHalts } from '../halts/change-halts';
import { withHalt } from '../halts/halts';
import { isEcho, readDue, type StoreLevel } from './book/store-level';
import { recordGroup, recordListings } from './catalogue/record-listings';
import { recordDeleted } from './orders/deleted-orders';
import { recordOrders } from './orders/record-orders';
import type { StoreState } from './store-state';
import type { Disconnected, StoreFinding } from './store-adapter';
import { wantTask } from './tasks/want-task';

export interface CausedFinding {
  readonly finding: StoreFinding;
  readonly cause: Cause;
}

export interface HintTiming {
  /** The order behind a level hint usually arrives within this; only what it does not explain is worth a read. */
  readonly hintDelayMs: number;
}

type Hint = Extract<StoreFinding, { kind: 'level-hint' }>;

/** Records what a store told us, by whatever way it came. Everything in it may come again, late or out of order. */
export async function recordFindings(
  tx: Tx,
  state: StoreState,
  channel: string,
  found: readonly CausedFinding[],
  timing: HintTiming,
): Promise<void> {
  const those = <K extends StoreFinding['kind']>(kind: K) =>
    found.filter((each): each is { finding: Extract<StoreFinding, { kind: K }>; cause: Cause } => {
      return each.finding.kind === kind;
    });
  for (const { finding, cause } of those('listings'))
    await recordListings(tx, state, channel, finding.listings, { readAfter: null, cause });
  for (const { finding } of those('group')) await recordGroup(tx, state, channel, finding);
  await recordOrders(
    tx,
    state,
    channel,
    those('order').map(({ finding, cause }) => ({ order: finding.order, cause })),
  );
  await recordDeleted(
    tx,
    state,
    channel,
    those('order-deleted').map(({ finding, cause }) => ({ order: finding.order, cause })),
  );
  await recordCarts(
    tx,
    state,
    those('cart').map(({ finding, cause }) => ({ cart: finding.cart, cause })),
  );
  for (const { finding, cause } of those('level-hint')) await takeHint(tx, state, channel, finding, cause, timing);
  for (const { finding } of those('read-order')) await wantTask(tx, state, channel, 'read-order', finding.order);
  for (const { finding } of those('read-group')) await wantTask(tx, state, channel, 'read-group', finding.groupRef);
  if (those('locations-changed').length > 0) await state.channels.located(tx, channel, null);
  if (those('routing-done').length > 0) await hastenRouting(tx, state, channel);
  for (const { finding } of those('disconnected')) await disconnect(tx, state, channel, finding);
}

/** Word of it may be late, and the store connected again: if it is cut off after all, it refuses our token, which locks it out. */
async function disconnect(tx: Tx, state: StoreState, channel: string, { reason, at }: Disconnected): Promise<void> {
  const connectedAt = (await state.channels.get(tx, channel))?.connectedAt ?? null;
  if (at !== null && connectedAt !== null && at < connectedAt) return;
  await state.channels.disconnected(tx, channel, reason);
  const halt = { kind: 'locked-out', since: state.now(), reason, endsByItself: false } as const;
  await changeHalts(tx, state, channel, (halted) => withHalt(halted, halt));
  tx.afterCommit(() => state.onWork(channel, 'halt'));
}

async function recordCarts(
  tx: Tx,
  state: StoreState,
  carts: readonly { cart: CartObserved; cause: Cause }[],
): Promise<void> {
  await state.outbox.add(
    tx,
    carts.map(({ cart, cause }) => ({ definition: cartObserved, data: cart, cause })),
  );
}

/** A hint never changes what we know: an echo is dropped, anything else is a reason to read, a moment later. */
async function takeHint(
  tx: Tx,
  state: StoreState,
  channel: string,
  hint: Hint,
  cause: Cause,
  timing: HintTiming,
): Promise<void> {
  const levels = await state.levels.loadByLevelRef(tx, channel, [hint]);
  const at = new Date(state.now().getTime() + timing.hintDelayMs);
  await state.book.apply(tx, channel, levels, cause, (level) => hinted(level, hint.available, at));
}

function hinted(level: StoreLevel, available: number | null, at: Date): StoreLevel {
  if (isEcho(level, available)) return level;
  return readDue({ ...level, hint: available }, at);
}

async function hastenRouting(tx: Tx, state: StoreState, channel: string): Promise<void> {
  await state.tasks.hasten(tx, channel, ['read-order', 'resolve-order'], state.now());
  tx.afterCommit(() => state.onWork(channel, 'task'));
}
