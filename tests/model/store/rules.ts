import {
  concludableEdit,
  planPush,
  settlePush,
  takeStoreRead,
  type Desired,
  type PushPlan,
  type StoreMirror,
} from '@tillbridge/level-mirror';
import type { EditOutcome } from '@tillbridge/stock-domain';
import { saidOf } from './core';
import type { StoreLife } from './life';

/** What a gateway decides by. The product's own functions, and in worlds of rules that were taken back something else. */
export interface GatewayRules {
  readonly takesIn: (mirror: StoreMirror, read: { token: number; level: number }) => StoreMirror;
  readonly plans: (mirror: StoreMirror, desired: Desired) => PushPlan;
  readonly settles: (mirror: StoreMirror, outcome: 'applied' | 'refused') => StoreMirror;
  /** What a push is taken for whose answer is lost; null: it is sent again under its key, and answered as before. */
  readonly takesSilenceFor: 'refused' | null;
  /** Units of what is left over that are booked as an edit. */
  readonly concludes: (life: StoreLife) => number;
  /** What people may say of missing units, and whether only once everything that could explain them was asked. */
  readonly words: readonly EditOutcome[];
  readonly saidOnly: 'once settled' | 'at any time';
  /** The core once a person has said so; null where there is nothing to say. */
  readonly says: typeof saidOf;
}

const settleMs = 1;
const longAgo = 0;
const now = 10;

/** An orders poll that began late enough and found nothing is all the evidence there is; no time passes but that. */
const concludesByPoll = ({ mirror, polled }: StoreLife): number =>
  concludableEdit(mirror, {
    now,
    readRequestedAt: longAgo,
    ordersPollStartedAt: polled ? now : null,
    settleMs,
    searchLagMs: settleMs,
    committed: 0,
    knownUnfulfilled: 0,
  });

export const gatewayRules: GatewayRules = {
  takesIn: takeStoreRead,
  plans: planPush,
  settles: settlePush,
  takesSilenceFor: null,
  concludes: concludesByPoll,
  words: [],
  saidOnly: 'once settled',
  says: saidOf,
};
