import type { ItemRegistered } from '@tillbridge/contracts';
import type { Tx } from '@tillbridge/persistence';
import type { StoreState } from '../store-state';
import type { TaskKind } from './store-tasks';

/** Asks for something to be read from the store; asking again while it waits is the same wish. */
export async function wantTask(
  tx: Tx,
  state: StoreState,
  channel: string,
  kind: TaskKind,
  subject: string,
): Promise<void> {
  await state.tasks.want(tx, [{ channel, kind, subject, payload: null, rank: 0, notBefore: state.now() }]);
  tx.afterCommit(() => state.onWork(channel, 'task'));
}

/** Asks for the item to be listed in a store that lacks it. */
export async function wantListing(tx: Tx, state: StoreState, channel: string, item: ItemRegistered): Promise<void> {
  const { itemId: subject, itemVersion: rank } = item;
  await state.tasks.want(tx, [{ channel, kind: 'list-item', subject, payload: null, rank, notBefore: state.now() }]);
  tx.afterCommit(() => state.onWork(channel, 'task'));
}
