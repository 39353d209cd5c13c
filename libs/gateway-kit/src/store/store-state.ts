import type { Cause } from '@tillbridge/contracts';
import type { Inbox, Outbox, Tx, UnitOfWork } from '@tillbridge/persistence';
import type { ChannelHalts } from '../halts/channel-halts';
import type { DesiredLevels } from './book/desired-levels';
import type { LevelBook, Work } from './book/level-book';
import type { StoreLevels } from './book/store-levels';
import type { Turns } from './book/turns';
import type { IdMap } from './catalogue/id-map';
import type { StoreChannels } from './channels/store-channels';
import type { SeenOrders } from './orders/seen-orders';
import type { PushCalls } from './push/push-calls';
import type { StoreTasks } from './tasks/store-tasks';

/** Everything a gateway to stores keeps, and the way to change it. */
export interface StoreState {
  uow: UnitOfWork;
  inbox: Inbox;
  outbox: Outbox;
  turns: Turns;
  levels: StoreLevels;
  desired: DesiredLevels;
  idMap: IdMap;
  orders: SeenOrders;
  calls: PushCalls;
  tasks: StoreTasks;
  channels: StoreChannels;
  halts: ChannelHalts;
  book: LevelBook;
  now(): Date;
  /** Something has become possible for a channel; call it after the commit. */
  onWork(channel: string, work: Work): void;
}

/** One unit of work that changes what is kept of a channel, alone with it from its beginning. */
export function inTurn<T>(
  { uow, book }: Pick<StoreState, 'uow' | 'book'>,
  channel: string,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return book.queue(channel, () =>
    uow.run(async (tx) => {
      await book.takeTurn(tx, [channel]);
      return work(tx);
    }),
  );
}

/** The cause of facts that follow from something we asked the store, for no reason but the time. */
export function asked(channel: string, what: string, at: Date): Cause {
  return { correlationId: `${channel}/${what}/${at.toISOString()}`, causationId: null, traceparent: null };
}

/** The cause of facts that follow from a vendor's delivery. */
export function delivered(channel: string, deliveryId: string): Cause {
  const id = `${channel}/${deliveryId}`;
  return { correlationId: id, causationId: id, traceparent: null };
}
