import type { TillCountChanged, TillPostGranted, TillRecord } from '@tillbridge/contracts';

/** A place in one of the till's feeds; only the adapter that gave it can read it. */
export type Cursor = string;
export type Feed = 'records' | 'rows' | 'items' | 'papers';
/** What a call is for. Posts go before everything; the catalogue can wait longest. */
export type CallKind = Exclude<Feed, 'papers'> | 'post';

/** One line of a sale as it stands: `effect` is what it does to the till's level now, 0 while parked or once voided. */
export interface SeenLine {
  lineId: string;
  externalId: string;
  kind: TillRecord['kind'];
  /** Why, as the till says it; of a sale there is nothing to say. */
  reason?: string | null;
  effect: number;
}

/** A sale or return as it stands. Lines that it no longer has, or had at another location, count as 0. */
export interface SeenSale {
  saleId: string;
  /** null where the till has no versions: the later read then wins. */
  version: string | null;
  at: string;
  /** null when it happened where we keep no location; it then has no effect. */
  location: string | null;
  lines: SeenLine[];
  /** Carries our mark. A post that lost its mark is recognised by its id all the same. */
  ours: boolean;
  voided: boolean;
}

/** People count the shelf at one location, or have. See the fact `till.count_changed`. */
export interface SeenCount {
  countId: string;
  location: string;
  state: TillCountChanged['state'];
  /** ISO instants by the till's clock; `closedAt` is null while it is open. */
  openedAt: string;
  closedAt: string | null;
  /** null where the till does not say what is counted: then it may be anything. */
  items: string[] | null;
}

/** A paper that moves stock without a sale, as it stands: an adjustment, a delivery, a transfer; or a count. */
export interface SeenPaper {
  /** At each location that it moves stock of, in the shape of a sale. */
  moves: SeenSale[];
  count: SeenCount | null;
}

export interface SeenRow {
  externalId: string;
  location: string;
  level: number;
  version: string | null;
  /** The till's own time of the row, ms; null where versions make it needless. An older one is a stale replica's. */
  stampMs: number | null;
}

export interface SeenItem {
  externalId: string;
  sku: string | null;
  barcode: string | null;
  title: string;
  price: string | null;
  tracked: boolean;
  removed: boolean;
}

/** Something the till said that we cannot count; it is parked, its neighbours are not affected. */
export interface Unreadable {
  /** Stable for the same thing in the same state, so that reading it twice parks it once. */
  id: string;
  reason: string;
  raw: string;
}

export interface Page<Found> {
  found: Found[];
  unreadable: Unreadable[];
  /** Where the next poll goes on. The same as before when there was nothing new. */
  next: Cursor;
  last: boolean;
}

/** A product whose rows are to be read now. `known` is the newest row version seen of it. */
export interface WantedRows {
  externalId: string;
  known: string | null;
}

export interface RowsRead {
  found: SeenRow[];
  unreadable: Unreadable[];
  /** Products this read is an answer about. Others are asked for again later. */
  answered: string[];
}

/**
 * Refused only when the till said so and has no sale under this id, or when nothing was sent, for the till would come to
 * another sum than the order (`saleTotal`, exact). Whatever leaves open what the till has is a RetryableError.
 */
export type PostReply = { outcome: 'closed' } | { outcome: 'refused'; reason: string; saleTotal?: string };
export type FoundPost = 'closed' | 'open' | 'voided' | 'absent';

/** `adjustmentId` is the till's own: it knows nothing of ours. */
export type AdjustReply = { outcome: 'closed'; adjustmentId: string } | { outcome: 'refused'; reason: string };

/**
 * Corrections by a difference, for a till that gives them no id of ours and does not notice a second copy. Two of the same
 * units at one place look alike, so whoever posts them has one under way at a time there, and knows those that are taken.
 */
export interface TillAdjustments {
  /** The end of their feed as of now: what is recorded later is found behind it. */
  head(): Promise<Cursor>;
  /** Refused only when the till says so; a RetryableError leaves open whether it took effect. */
  post(post: TillPostGranted): Promise<AdjustReply>;
  /** Those of ours behind `after` that do the same as this one, by the till's ids, oldest first. All pages, or it throws. */
  alike(post: TillPostGranted, after: Cursor): Promise<string[]>;
}

export interface Subscribed {
  /** Subscriptions that exist now, by the vendor's name for them. */
  present: string[];
  created: string[];
}

/**
 * What the bridge needs of a till. Nothing here assumes webhooks or versions: a till that can only be polled, and whose
 * rows carry no more than a time, fits. Every method throws RetryableError for weather (also where it cannot know
 * whether a write took effect), and PermanentError for what a person has to repair.
 */
export interface TillAdapter {
  /** One page after `after`, ascending; null is the beginning. A till without versions repeats what it said before. */
  pollRecords(after: Cursor | null): Promise<Page<SeenSale>>;
  pollRows(after: Cursor | null): Promise<Page<SeenRow>>;
  /** Includes what the vendor archived or deleted. */
  pollItems(after: Cursor | null): Promise<Page<SeenItem>>;
  /** The end of the records feed as of now: everything before it is inside the rows that are read next. */
  recordsHead(): Promise<Cursor>;
  /**
   * What moves or sets levels without a sale. A till that keeps no papers, or does not show them, leaves it out: what they do
   * is then concluded from the levels, and nobody hears of counts.
   */
  pollPapers?(after: Cursor | null): Promise<Page<SeenPaper>>;
  /** The end of the papers feed as of now, as `recordsHead`. */
  papersHead?(): Promise<Cursor>;
  /** Asks for the rows of these products, changed or not, in a bounded number of calls; may answer about some only. */
  readRows(wanted: readonly WantedRows[]): Promise<RowsRead>;
  /** Records a web order as a closed sale under `post.postId`. Repeating it must not sell twice where the till can tell. */
  postSale(post: TillPostGranted): Promise<PostReply>;
  /** The same with negative lines. */
  reverseSale(post: TillPostGranted): Promise<PostReply>;
  /** A till that can be corrected by differences has it. */
  readonly adjustments?: TillAdjustments;
  /** absent only when the till says that there is none. */
  findPost(postId: string): Promise<FoundPost>;
  /** Compares the configured locations with what the till has. @throws PermanentError naming what does not exist. */
  checkPlaces?(): Promise<string[]>;
  /** Makes the till wake us at `wakeUrl(type)`; a till without webhooks leaves it out and is polled. */
  subscribe?(wakeUrl: (type: string) => string): Promise<Subscribed>;
  /** How long a call of this kind had better wait to stay within the vendor's limits, ms; 0 = go. */
  holdBackMs?(kind: CallKind): number;
}

/** Vendor versions exceed 2^53. null (no versions) is neither newer nor older. */
export function compareVersions(one: string | null, other: string | null): number {
  if (one === null || other === null) return 0;
  const [left, right] = [BigInt(one), BigInt(other)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** All pages after `after`. The cursor of the last page is where the feed ended. */
export async function allPages<Found>(
  poll: (after: Cursor | null) => Promise<Page<Found>>,
  after: Cursor | null,
): Promise<Omit<Page<Found>, 'last'>> {
  const found: Found[] = [];
  const unreadable: Unreadable[] = [];
  let next = after;
  for (;;) {
    const page = await poll(next);
    found.push(...page.found);
    unreadable.push(...page.unreadable);
    if (!page.last && page.next === next)
      throw new Error(`the feed says there is more after ${next} and gives nothing`);
    next = page.next;
    if (page.last) return { found, unreadable, next };
  }
}
