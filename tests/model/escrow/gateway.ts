import { nextPush, readDue, settled, want, type StoreLevel } from '@tillbridge/gateway-kit';
import {
  concludeEdit,
  openPush,
  readToken,
  seeStoreFacts,
  settlePush,
  shownAtStore,
  type StoreMirror,
} from '@tillbridge/level-mirror';
import type { Acknowledgement } from '@tillbridge/stock-domain';
import type { Rules } from './rules';
import type { Order, Store, Told } from './state';

const at = new Date(0);

/** The level as its gateway keeps it after a change, and what it tells the core: first what it can still sell. */
function changed(store: Store, level: StoreLevel): Store {
  const after = settled(level, at);
  const { mirror, reported } = after;
  const isNews = mirror.claim !== reported.claim || mirror.edits !== reported.edits;
  const toCore = [
    ...store.toCore,
    ...(after.toldSeq > store.level.toldSeq ? [settlement(after)] : []),
    ...(isNews ? [claim(store, mirror)] : []),
  ];
  const told = { ...reported, claim: mirror.claim, edits: mirror.edits };
  // Whatever moves the level takes the evidence with it that nothing stands behind what is left over.
  return { ...store, level: { ...after, reported: told }, toCore, isPolled: false };
}

function settlement({ told, toldSeq, settledVersion }: StoreLevel): Told {
  const level: Acknowledgement = { ...told!, version: settledVersion, seq: toldSeq };
  return { kind: 'settled', level };
}

function claim({ channel, storeLocation }: Store, { claim, edits, ordered, seq }: StoreMirror): Told {
  return { kind: 'claim', report: { channel, storeLocation, claim, edits, ordersSeen: ordered, seq } };
}

/** It sees an order as it stands, or as it stood before it was cancelled. */
export function seen(store: Store, order: number, edition: number): Store {
  const before = store.orders[order]!;
  const cancelled = edition > 1 ? before.cancelled : null;
  const orders = store.orders.map((each, index) => (index === order ? { ...each, seen: edition } : each));
  const mirror = seeStoreFacts(store.level.mirror, {
    ordered: before.seen === 0 ? 1 : 0,
    restocked: cancelled === 'put back' ? 1 : 0,
  });
  const toCore: readonly Told[] = [...store.toCore, { kind: 'order', order, cancelled }];
  return changed({ ...store, orders, toCore }, { ...store.level, mirror });
}

export const newestOf = ({ cancelled }: Pick<Order, 'cancelled'>): number => (cancelled === null ? 1 : 2);

/** It hears the first of what the core has told it. */
export function told(store: Store, { understands }: Rules): Store {
  const [first, ...toGateway] = store.toGateway;
  const { lowerTo, raiseTo, version, dealt, counted } = understands(first!);
  const level = want(store.level, { lowerTo, raiseTo, version, dealt, counted });
  return level === store.level ? { ...store, toGateway } : changed({ ...store, toGateway }, level);
}

/** It is in doubt, or it has been told that somebody has changed it by hand. */
export const isReadDue = ({ level: { readDueAt, mirror }, shows, added, takenOff }: Store): boolean =>
  mirror.open === null && (readDueAt !== null || (added + takenOff > 0 && shows !== shownAtStore(mirror)));

/** The store answers with what it shows now; the answer takes its time. */
export const asked = (store: Store): Store => ({
  ...store,
  read: { token: readToken(store.level.mirror), level: store.shows },
});

export function readTaken(store: Store, { takesRead }: Rules): Store {
  const { read, level } = store;
  const mirror = takesRead(level.mirror, read!);
  const after = mirror === level.mirror ? readDue(level, at) : { ...level, mirror, readDueAt: null };
  return changed({ ...store, read: null }, after);
}

/** What is left over, in no doubt, may be an edit; a poll tells, once nothing is left for it to find. */
export const mayPoll = ({ level: { mirror }, orders, read, isPolled }: Store, { pollFindsAll }: Rules): boolean =>
  mirror.residual !== 0 &&
  !mirror.dirty &&
  mirror.open === null &&
  read === null &&
  !isPolled &&
  (!pollFindsAll || orders.every((order) => order.seen === newestOf(order)));

export const concluded = (store: Store, units: number): Store =>
  changed(store, { ...store.level, mirror: concludeEdit(store.level.mirror, units) });

export const wantsPush = ({ level }: Store): boolean => nextPush(level).push;

export function sent(store: Store): Store {
  const { level, calls } = store;
  const push = nextPush(level);
  if (!push.push) return store;
  const { from, to } = push;
  const mirror = openPush(level.mirror, { key: 'call', from, to, version: level.desired!.version });
  const call = { from, to, where: 'sent', outcome: null, isStray: false } as const;
  return changed({ ...store, calls: [...calls, call] }, { ...level, mirror });
}

/** It learns what came of its push. */
export function answered(store: Store, outcome: 'applied' | 'refused'): Store {
  const { level } = store;
  const after = { ...level, mirror: settlePush(level.mirror, outcome) };
  return changed(store, outcome === 'applied' ? after : readDue(after, at));
}
