import { takeStoreRead, type StoreMirror } from '@tillbridge/level-mirror';
import type { PublishedAvailability, StoreView } from '@tillbridge/stock-domain';

/** The product's own rules, but for what a world takes out of them to show what it is there for. */
export interface Rules {
  /** What the core makes of its views before it decides what stores may sell. */
  readonly remembers: (view: StoreView) => StoreView;
  /** What a gateway understands of what the core tells it. */
  readonly understands: (told: PublishedAvailability) => PublishedAvailability;
  readonly takesRead: (mirror: StoreMirror, read: { token: number; level: number }) => StoreMirror;
  /** What a gateway makes of a push whose answer is lost. */
  readonly afterLoss: 'sends it again' | 'sends it under a new key' | 'takes it for not done';
}

const asItIs = <T>(value: T): T => value;

export const ownRules: Rules = {
  remembers: asItIs,
  understands: asItIs,
  takesRead: takeStoreRead,
  afterLoss: 'sends it again',
};
