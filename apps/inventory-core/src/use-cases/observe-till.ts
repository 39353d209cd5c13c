import type { Cause, TillRecord, TillStockObserved } from '@tillbridge/contracts';
import type { TillReading } from '@tillbridge/level-mirror';
import { decideTillFinding, isInsideCount, voidPosts } from '@tillbridge/stock-domain';
import { registerTillItem } from './list-item';
import { lookAgain } from './look-again';
import type { Session } from './session';
import { voidPost } from './void-post';

/** One poll's finding for one item and location: records first, then the level, then the claim, in one step. */
export function observeTill(session: Session, found: TillStockObserved, cause: Cause): void {
  for (const postId of found.voidedPosts) voidPost(session, postId, cause);
  const linked = session.linkedItem(found.till, found.externalId);
  // Of a voided post alone: what shipping and the like were recorded under, which is no item.
  if (linked === null && found.row === null && found.records.length === 0) return;
  const itemId = linked ?? registerTillItem(session, found.till, found.externalId, cause);
  const changed = found.records
    .map((record) => ({ record, units: takeInRecord(session, found, record, itemId) }))
    .filter(({ units }) => units !== 0);
  const reading = found.row === null ? null : toReading(found.row);
  session.change(itemId, 'till', causeIn(changed, cause), (item) =>
    decideTillFinding(
      // Before the row: what it shows again would else be taken for a receipt.
      voidPosts(item, found.voidedPosts),
      found.location,
      {
        recordChanges: changed.map(({ units }) => units),
        reading,
        recordsComplete: found.recordsComplete,
        seenAt: lastSeenAt(changed, found, session),
      },
      session.layout.policy,
      soldIn(changed),
    ),
  );
  lookAgain(session, itemId, found.location, reading, cause);
}

interface ChangedRecord {
  readonly record: TillRecord;
  /** Signed. */
  readonly units: number;
}

/**
 * By the gateway, which reads the level again a while after that: this fact may have overtaken the one that told the record first,
 * and by its own time it would wait for a later read that nobody makes.
 */
function lastSeenAt(
  changed: readonly ChangedRecord[],
  { recordsPolledAt }: TillStockObserved,
  { now }: Session,
): number {
  const polledAt = recordsPolledAt === null ? now.getTime() : Date.parse(recordsPolledAt);
  const times = changed.map(({ record: { seenAt } }) => (seenAt === undefined ? polledAt : Date.parse(seenAt)));
  return times.length === 0 ? polledAt : Math.max(...times);
}

const isOfSale = ({ record: { kind } }: ChangedRecord): boolean => kind === 'sale' || kind === 'return';
const papersNamedMax = 3;

/** A level that papers have moved names them, for nobody could tell by the level alone. */
function causeIn(changed: readonly ChangedRecord[], cause: Cause): Cause {
  const papers = changed.filter((each) => !isOfSale(each));
  if (papers.length === 0) return cause;
  const names = papers.slice(0, papersNamedMax).map(({ record: { kind, reason, recordId } }) => {
    return [kind, ...(reason === null ? [] : [reason]), recordId].join(' ');
  });
  const others = papers.length > papersNamedMax ? ['others'] : [];
  return { ...cause, causationId: [...names, ...others, ...(changed.some(isOfSale) ? ['sales'] : [])].join(', ') };
}

const soldIn = (changed: readonly ChangedRecord[]): number =>
  changed.filter(isOfSale).reduce((total, { units }) => total + Math.max(0, -units), 0);

/** The signed change of this record's effect since it was last seen; 0 for a copy or an older version. */
function takeInRecord(session: Session, found: TillStockObserved, record: TillRecord, itemId: string): number {
  const known = session.record(found.till, record.recordId);
  const version = record.version === null ? null : BigInt(record.version);
  if (known !== undefined && !isNewer(version, known.version, record.effect !== known.effect)) return 0;
  session.putRecord({
    till: found.till,
    recordId: record.recordId,
    itemId,
    location: found.location,
    effect: record.effect,
    version,
  });
  // A count has set the level since: it is in there, or was undone by it.
  if (isInsideCount(session.item(itemId), found.location, Date.parse(record.at))) return 0;
  return record.effect - (known?.effect ?? 0);
}

/** Without versions the later answer wins, and only a different effect is news. */
function isNewer(version: bigint | null, known: bigint | null, differs: boolean): boolean {
  return version === null || known === null ? differs : version > known;
}

function toReading(row: NonNullable<TillStockObserved['row']>): TillReading {
  return {
    level: row.level,
    version: row.version === null ? null : BigInt(row.version),
    requestedAt: Date.parse(row.requestedAt),
    answeredAt: Date.parse(row.answeredAt),
  };
}
