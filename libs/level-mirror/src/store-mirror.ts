import { clampClaim } from './residual';

/** A push whose answer is not known yet. Stored before it is sent, resent under the same key until answered. */
export interface OpenPush {
  readonly key: string;
  readonly from: number;
  readonly to: number;
  /** The `availability.changed` version that asked for it. */
  readonly version: number;
}

/**
 * What we know of one store level (channel, item, store location). All quantities are whole units. `base` is null until
 * the first valid read. The level that the facts explain is {@link expectedAtStore}; it is never assigned from a read or
 * from the target of a push.
 */
export interface StoreMirror {
  readonly base: number | null;
  /** Sum of (to - from) of the pushes that were confirmed. */
  readonly pushed: number;
  /** Units ever ordered here that we have seen; only rises. */
  readonly ordered: number;
  /** Units that the store put back by cancel or refund, as far as we have seen. */
  readonly restocked: number;
  /** Signed balance of concluded external edits. */
  readonly edits: number;
  /** Missing units whose claim people have ended, in all; only rises. Each is in `edits`, too, until something takes it back. */
  readonly ended: number;
  /** Units booked as taken off that turned up again, in all, by a late order or by hand; only rises. */
  readonly reversed: number;
  /** Last valid read minus the expected level at that moment; negative when units are missing. */
  readonly residual: number;
  /** Units missing without explanation; a claim on the shared stock until a fact explains it. */
  readonly claim: number;
  /** Set when the residual can no longer be trusted; no push and no conclusion until a valid read. */
  readonly dirty: boolean;
  readonly open: OpenPush | null;
  /**
   * Lowered since the last valid read. A lowering compares with nothing: what it took off may have been sold already, by
   * orders that we have not seen. Until a read shows what is left, nobody knows that those units are free for others. One
   * that shows less than nothing does not: an order and a restock that we have not seen may cancel out in it, and once the
   * restock is heard of we would think that a unit is left (docs/adr/0016).
   */
  readonly lowered: boolean;
  /** Counts the facts that moved the expected level, so that a read can tell whether one came between. */
  readonly facts: number;
  /** Rises with every change that the core should hear of. */
  readonly seq: number;
}

export const unreadStoreMirror: StoreMirror = {
  base: null,
  pushed: 0,
  ordered: 0,
  restocked: 0,
  edits: 0,
  ended: 0,
  reversed: 0,
  residual: 0,
  claim: 0,
  dirty: true,
  open: null,
  lowered: false,
  facts: 0,
  seq: 0,
};

/** The level that the known facts explain, or null before the first read. */
export function expectedAtStore(mirror: StoreMirror): number | null {
  if (mirror.base === null) return null;
  return mirror.base + mirror.pushed - mirror.ordered + mirror.restocked + mirror.edits;
}

/** The level we believe the store shows now, residual included; null before the first read. */
export function shownAtStore(mirror: StoreMirror): number | null {
  const expected = expectedAtStore(mirror);
  return expected === null ? null : expected + mirror.residual;
}

/** Units of the shown level that are gone without a known order behind them; an order not seen yet may be what took them. */
export function missingAtStore({ claim, edits }: Pick<StoreMirror, 'claim' | 'edits'>): number {
  return claim + Math.max(0, -edits);
}

/**
 * Order units or restocked units that we had not seen before. An order that arrives while something is unexplained may
 * be the explanation, so the row must be read again before anything is pushed or concluded. Where nothing was, the new
 * fact is what a refused push was missing: the next may leave at once. If it was not, a raise is refused again, and a
 * lowering is right all the same (docs/adr/0011, 0014).
 */
export function seeStoreFacts(mirror: StoreMirror, seen: { ordered: number; restocked: number }): StoreMirror {
  if (seen.ordered === 0 && seen.restocked === 0) return mirror;
  if (seen.ordered < 0 || seen.restocked < 0) throw new RangeError('seen store facts only ever rise');
  return {
    ...mirror,
    ordered: mirror.ordered + seen.ordered,
    restocked: mirror.restocked + seen.restocked,
    dirty: mirror.base === null || mirror.residual !== 0 || mirror.edits !== 0,
    facts: mirror.facts + 1,
    seq: mirror.seq + 1,
  };
}

/** Taken before a read request leaves; {@link takeStoreRead} compares it with the row as it is when the answer is in. */
export function readToken(mirror: StoreMirror): number {
  return mirror.facts;
}

/**
 * Takes in what the store shows. A read is valid only if no fact moved the row between request and answer and no push
 * was open; otherwise it is discarded (the same mirror is returned) and must be repeated.
 */
export function takeStoreRead(mirror: StoreMirror, read: { token: number; level: number }): StoreMirror {
  if (mirror.open !== null || read.token !== mirror.facts) return mirror;
  if (mirror.base === null) {
    const known = mirror.pushed - mirror.ordered + mirror.restocked + mirror.edits;
    const lowered = isBelowNothing(read);
    const opened = { base: read.level - known, residual: 0, claim: 0, dirty: false, lowered };
    return { ...mirror, ...opened, seq: mirror.seq + 1 };
  }
  const expected = expectedAtStore(mirror) as number;
  const residual = read.level - expected;
  const claim = clampClaim(mirror.claim, { lo: expected, hi: expected }, read.level);
  const changed = claim !== mirror.claim || residual !== mirror.residual;
  const lowered = isBelowNothing(read);
  return { ...mirror, residual, claim, dirty: false, lowered, seq: changed ? mirror.seq + 1 : mirror.seq };
}

const isBelowNothing = ({ level }: { level: number }): boolean => level < 0;

export function openPush(mirror: StoreMirror, push: OpenPush): StoreMirror {
  if (mirror.open !== null) throw new Error('a push is already open for this row');
  if (mirror.dirty) throw new Error('no push may leave while the row is dirty');
  return { ...mirror, open: push };
}

/**
 * What became of the open push. `applied`: the difference is added to the sum (the target is not assigned: another fact
 * may have moved the level meanwhile). `refused`: it had no effect; something may be unseen.
 */
export function settlePush(mirror: StoreMirror, outcome: 'applied' | 'refused'): StoreMirror {
  const { open } = mirror;
  if (open === null) throw new Error('no push is open for this row');
  if (outcome === 'refused') return { ...mirror, open: null, dirty: true };
  const lowered = mirror.lowered || open.to < open.from;
  return { ...mirror, open: null, lowered, pushed: mirror.pushed + (open.to - open.from), facts: mirror.facts + 1 };
}

/** Marks the row as needing a read, for example on a hint that does not match what we expect. */
export function doubtStore(mirror: StoreMirror): StoreMirror {
  return mirror.dirty ? mirror : { ...mirror, dirty: true };
}

/** What must hold before a residual may be called an external edit. All times in milliseconds on one clock. */
export interface ConclusionEvidence {
  readonly now: number;
  /** When the read that showed the residual was requested. */
  readonly readRequestedAt: number;
  /** When the orders poll that found nothing started; it must have covered all pages. */
  readonly ordersPollStartedAt: number | null;
  readonly settleMs: number;
  readonly searchLagMs: number;
  /** The store's `committed` units, and the live unfulfilled units that we know of. More committed means unseen orders. */
  readonly committed: number;
  readonly knownUnfulfilled: number;
}

/**
 * What the residual may be booked as without a person. Surplus units are an edit. Missing units stay a claim, because an
 * order may stand behind them, except where an edit of the other sign is open: then the fact behind that edit has come
 * late, and the edit was none (protocol Q3, rule 5). 0 while something may still explain it.
 */
export function concludableEdit(mirror: StoreMirror, evidence: ConclusionEvidence): number {
  const { residual, edits } = mirror;
  const units = residual > 0 ? residual : Math.max(residual, -Math.max(0, edits));
  return units !== 0 && isUnexplained(mirror, evidence) ? units : 0;
}

/**
 * Whether everything that could explain the residual has been asked and has not: the read has settled, and all pages of a
 * poll of orders that began long enough after it told nothing new. It proves no edit: an order that the store's search does
 * not find for longer, or one that has been shipped unseen, looks the same.
 */
export function isUnexplained(mirror: StoreMirror, evidence: ConclusionEvidence): boolean {
  if (mirror.residual === 0 || mirror.dirty || mirror.open !== null) return false;
  if (evidence.committed > evidence.knownUnfulfilled) return false;
  if (evidence.ordersPollStartedAt === null) return false;
  if (evidence.ordersPollStartedAt < evidence.readRequestedAt + evidence.searchLagMs) return false;
  return evidence.now >= evidence.readRequestedAt + evidence.settleMs;
}

/** Books part of the residual as an external edit, or as the end of one. The balance is corrected, never rewritten. */
export function concludeEdit(mirror: StoreMirror, units: number): StoreMirror {
  const residual = mirror.residual - units;
  return {
    ...mirror,
    edits: mirror.edits + units,
    reversed: mirror.reversed + Math.max(0, Math.min(units, -mirror.edits)),
    residual,
    claim: Math.max(0, -residual),
    facts: mirror.facts + 1,
    seq: mirror.seq + 1,
  };
}

/**
 * People have said what became of missing units: `ended` is how many that makes in all, so that hearing it twice, or late,
 * changes nothing. They are booked whatever is known by now. If an order has explained them meanwhile the same units are
 * surplus, which is never raised from and takes the booking back once it is certain (protocol Q3, rules 4 and 5).
 */
export function endClaim(mirror: StoreMirror, ended: number): StoreMirror {
  const units = ended - mirror.ended;
  return units <= 0 ? mirror : { ...concludeEdit(mirror, -units), ended };
}

/**
 * An old edit becomes part of what the level began with: it makes no further read necessary. The level that the facts
 * explain stays the same. An order behind the edit that is heard of only now shows at the next read, as any loss does.
 */
export function foldEdits(mirror: StoreMirror): StoreMirror {
  if (mirror.base === null || mirror.edits === 0) return mirror;
  return { ...mirror, base: mirror.base + mirror.edits, edits: 0, seq: mirror.seq + 1 };
}
