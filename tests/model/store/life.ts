import { readToken, takeStoreRead, unreadStoreMirror, type Desired, type StoreMirror } from '@tillbridge/level-mirror';
import { noStory, type EditStory } from '@tillbridge/stock-domain';

/** One unit that somebody bought at the store. What happens to it is heard of later, by its gateway first and then by the core. */
export interface Sale {
  readonly seen: boolean;
  readonly counted: boolean;
  readonly cancelled: 'no' | 'restocked' | 'not restocked';
  readonly cancelSeen: boolean;
  readonly cancelCounted: boolean;
}

/** What the gateway tells the core of the level; only the newest matters. */
export interface Report {
  readonly claim: number;
  readonly edits: number;
  readonly ordersSeen: number;
  readonly settled: boolean;
  readonly ended: number;
  readonly reversed: number;
}

/** How much more the world may do. */
export interface Budget {
  readonly buys: number;
  readonly cancels: number;
  readonly raisesByHand: number;
  readonly lowersByHand: number;
  readonly tillSales: number;
  /** Words of people on what is missing. */
  readonly words: number;
}

/** One store that sells one item off one shelf, its gateway, and the core. Quantities are whole units. */
export interface StoreLife {
  /** Units on the shelf, bought or not, and how many of them the core knows of. */
  readonly shelf: number;
  readonly shelfKnown: number;
  readonly shows: number;
  readonly sales: readonly Sale[];
  readonly raisedByHand: number;
  readonly loweredByHand: number;
  readonly tillSold: number;
  /** Units that left the shelf when somebody took them off by hand, as a person has found. */
  readonly gone: number;
  /** What people said of missing units, as the core knows it, and by how much the till was adjusted. */
  readonly story: EditStory;
  readonly adjusted: number;
  readonly mirror: StoreMirror;
  readonly reading: { readonly token: number; readonly level: number } | null;
  /** What the store has made of the open push; null while it has not got it. */
  readonly carriedOut: 'applied' | 'refused' | null;
  /** Whether a poll that began after the last reading has found nothing that was not seen. */
  readonly polled: boolean;
  readonly report: Report;
  readonly heard: Report;
  readonly desired: Desired | null;
  readonly left: Budget;
}

const nothing: Report = { claim: 0, edits: 0, ordersSeen: 0, settled: false, ended: 0, reversed: 0 };
const idle: Budget = { buys: 0, cancels: 0, raisesByHand: 0, lowersByHand: 0, tillSales: 0, words: 0 };

/** The store shows what there is, and has been read once. */
export function beginning(shelf: number, left: Partial<Budget>): StoreLife {
  return {
    shelf,
    shelfKnown: shelf,
    shows: shelf,
    sales: [],
    raisedByHand: 0,
    loweredByHand: 0,
    tillSold: 0,
    gone: 0,
    story: noStory,
    adjusted: 0,
    mirror: takeStoreRead(unreadStoreMirror, { token: readToken(unreadStoreMirror), level: shelf }),
    reading: null,
    carriedOut: null,
    polled: false,
    report: nothing,
    heard: nothing,
    desired: null,
    left: { ...idle, ...left },
  };
}

/** Units that nobody has bought. */
export const unsold = ({ shelf, gone, sales }: StoreLife): number =>
  shelf - gone - sales.filter(({ cancelled }) => cancelled === 'no').length;

/** What it can sell now, or once a raise that is on its way takes effect. */
export function canSell({ shows, mirror: { open }, carriedOut }: StoreLife): number {
  const mayRise = open !== null && carriedOut === null && shows === open.from;
  return mayRise ? Math.max(shows, open.to) : shows;
}

/**
 * The same life with what makes no difference taken out: how many facts there were says no more than whether one came while
 * a reading was on its way, and of two orders it does not matter which is the first.
 */
export function canonical(life: StoreLife): StoreLife {
  const { mirror, reading } = life;
  const isOvertaken = reading !== null && reading.token !== mirror.facts;
  return {
    ...life,
    sales: [...life.sales].sort((a, b) => rank(a) - rank(b)),
    mirror: { ...mirror, facts: 0, seq: 0 },
    reading: reading === null ? null : { ...reading, token: isOvertaken ? -1 : 0 },
  };
}

const rank = ({ seen, counted, cancelled, cancelSeen, cancelCounted }: Sale): number =>
  [seen, counted, cancelled === 'restocked', cancelled === 'not restocked', cancelSeen, cancelCounted].reduce(
    (total, is) => 2 * total + Number(is),
    0,
  );
