import { concludableEdit, takeStoreRead, type StoreMirror } from '@tillbridge/level-mirror';
import type { PublishedAvailability, StoreView } from '@tillbridge/stock-domain';
import type { Store } from './state';

/** The product's own rules, but for what a world takes out of them to show what it is there for. */
export interface Rules {
  /** What the core makes of its views before it decides what stores may sell. */
  readonly remembers: (view: StoreView) => StoreView;
  /** What a gateway understands of what the core tells it. */
  readonly understands: (told: PublishedAvailability) => PublishedAvailability;
  readonly takesRead: (mirror: StoreMirror, read: { token: number; level: number }) => StoreMirror;
  /** A poll finds every order that there is; else the store's search may show some of them too late. */
  readonly pollFindsAll: boolean;
  /** Units of what is left over that a gateway books as an edit. */
  readonly concludes: (store: Store) => number;
  /** What a gateway makes of a push whose answer is lost. */
  readonly afterLoss: 'sends it again' | 'sends it under a new key' | 'takes it for not done';
}

/** A poll of orders that began late enough and found nothing is all the evidence there is; no time passes but that. */
const concludesByPoll = ({ level: { mirror }, isPolled }: Store): number =>
  concludableEdit(mirror, {
    now: 2,
    readRequestedAt: 0,
    ordersPollStartedAt: isPolled ? 1 : null,
    settleMs: 1,
    searchLagMs: 1,
    committed: 0,
    knownUnfulfilled: 0,
  });

const asItIs = <T>(value: T): T => value;

export const ownRules: Rules = {
  remembers: asItIs,
  understands: asItIs,
  takesRead: takeStoreRead,
  pollFindsAll: true,
  concludes: concludesByPoll,
  afterLoss: 'sends it again',
};
