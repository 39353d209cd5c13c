import { mayPassBrake } from '../brake/moves';
import { wantsLowering, wantsPush, type StoreLevel } from './store-level';

/** Column, type and how it is written; the one list from which every statement on `store_level` is made. */
const types = {
  channel: 'text',
  external_id: 'text',
  store_location: 'text',
  level_ref: 'text',
  item_id: 'uuid',
  base: 'integer',
  pushed: 'integer',
  ordered: 'integer',
  restocked: 'integer',
  edits: 'integer',
  ended: 'integer',
  reversed: 'integer',
  residual: 'integer',
  claim: 'integer',
  dirty: 'boolean',
  lowered: 'boolean',
  open_key: 'uuid',
  open_from: 'integer',
  open_to: 'integer',
  open_version: 'integer',
  facts: 'integer',
  seq: 'integer',
  desired_lower_to: 'integer',
  desired_raise_to: 'integer',
  desired_version: 'integer',
  desired_dealt: 'boolean',
  counted_orders: 'integer',
  counted_claim: 'integer',
  counted_edits: 'integer',
  read_due_at: 'timestamptz',
  hint: 'integer',
  read_requested_at: 'timestamptz',
  read_committed: 'integer',
  stocked_at: 'timestamptz',
  refusal: 'text',
  settled_version: 'integer',
  reported_claim: 'integer',
  reported_edits: 'integer',
  reported_ended: 'integer',
  reported_reversed: 'integer',
  reported_settled: 'boolean',
  missing_since: 'timestamptz',
  claim_settled: 'boolean',
  edited_at: 'timestamptz',
  told_seq: 'integer',
  told_shown: 'integer',
  told_orders: 'integer',
  told_restocks: 'integer',
  told_missing: 'integer',
  mark_shown: 'integer',
  mark_pushed: 'integer',
  mark_until: 'timestamptz',
  wants_push: 'boolean',
  wants_lowering: 'boolean',
  passes_brake: 'boolean',
  passes_brake_unmarked: 'boolean',
} as const;

type Column = keyof typeof types;
const keys: readonly Column[] = ['channel', 'external_id', 'store_location'];

export const columns = Object.keys(types) as Column[];
export const recordType = columns.map((column) => `${column} ${types[column]}`).join(', ');
export const updates = columns
  .filter((column) => !keys.includes(column))
  .map((column) => `${column} = r.${column}`)
  .join(', ');

type Values = {
  [C in Column]: (typeof types)[C] extends 'integer'
    ? number | null
    : (typeof types)[C] extends 'boolean'
      ? boolean
      : (typeof types)[C] extends 'timestamptz'
        ? Date | null
        : string | null;
};
export type StoreLevelRow = Values & { version: number };

export function rowOf(level: StoreLevel): Values {
  const { mirror, desired, lastRead, told, reported, story } = level;
  return {
    channel: level.channel,
    external_id: level.externalId,
    store_location: level.storeLocation,
    level_ref: level.levelRef,
    item_id: level.itemId,
    base: mirror.base,
    pushed: mirror.pushed,
    ordered: mirror.ordered,
    restocked: mirror.restocked,
    edits: mirror.edits,
    ended: mirror.ended,
    reversed: mirror.reversed,
    residual: mirror.residual,
    claim: mirror.claim,
    dirty: mirror.dirty,
    lowered: mirror.lowered,
    open_key: mirror.open?.key ?? null,
    open_from: mirror.open?.from ?? null,
    open_to: mirror.open?.to ?? null,
    open_version: mirror.open?.version ?? null,
    facts: mirror.facts,
    seq: mirror.seq,
    desired_lower_to: desired?.lowerTo ?? null,
    desired_raise_to: desired?.raiseTo ?? null,
    desired_version: desired?.version ?? null,
    desired_dealt: desired?.dealt ?? false,
    counted_orders: desired?.counted.ordersSeen ?? null,
    counted_claim: desired?.counted.claim ?? null,
    counted_edits: desired?.counted.edits ?? null,
    read_due_at: level.readDueAt,
    hint: level.hint,
    read_requested_at: lastRead?.requestedAt ?? null,
    read_committed: lastRead?.committed ?? null,
    stocked_at: level.stockedAt,
    refusal: level.refusal,
    settled_version: level.settledVersion,
    reported_claim: reported.claim,
    reported_edits: reported.edits,
    reported_ended: reported.ended,
    reported_reversed: reported.reversed,
    reported_settled: reported.settled,
    missing_since: story.missingSince,
    claim_settled: story.settled,
    edited_at: story.editedAt,
    told_seq: level.toldSeq,
    told_shown: told?.shown ?? null,
    told_orders: told?.ordersSeen ?? null,
    told_restocks: told?.restocksSeen ?? null,
    told_missing: told?.missing ?? null,
    mark_shown: level.mark?.shown ?? null,
    mark_pushed: level.mark?.pushed ?? null,
    mark_until: level.mark?.until ?? null,
    wants_push: wantsPush(level),
    wants_lowering: wantsLowering(level),
    passes_brake: mayPassBrake(level, whileMarked(level)),
    passes_brake_unmarked: mayPassBrake(level, level.mark?.until ?? anyTime),
  };
}

/** Whether it passes depends on the time only by whether its mark still holds: so both answers can be kept, and searched for. */
const whileMarked = ({ mark }: StoreLevel): Date => (mark === null ? anyTime : new Date(mark.until.getTime() - 1));
const anyTime = new Date(0);

export function levelOf(row: StoreLevelRow): StoreLevel {
  const n = (value: number | null): number => value ?? 0;
  return {
    channel: row.channel!,
    externalId: row.external_id!,
    storeLocation: row.store_location!,
    levelRef: row.level_ref,
    itemId: row.item_id,
    mirror: {
      base: row.base,
      pushed: n(row.pushed),
      ordered: n(row.ordered),
      restocked: n(row.restocked),
      edits: n(row.edits),
      ended: n(row.ended),
      reversed: n(row.reversed),
      residual: n(row.residual),
      claim: n(row.claim),
      dirty: row.dirty,
      lowered: row.lowered,
      open:
        row.open_key === null
          ? null
          : { key: row.open_key, from: n(row.open_from), to: n(row.open_to), version: n(row.open_version) },
      facts: n(row.facts),
      seq: n(row.seq),
    },
    desired:
      row.desired_version === null
        ? null
        : {
            lowerTo: n(row.desired_lower_to),
            raiseTo: n(row.desired_raise_to),
            version: row.desired_version,
            dealt: row.desired_dealt,
            counted: { ordersSeen: n(row.counted_orders), claim: n(row.counted_claim), edits: n(row.counted_edits) },
          },
    readDueAt: row.read_due_at,
    hint: row.hint,
    lastRead:
      row.read_requested_at === null ? null : { requestedAt: row.read_requested_at, committed: n(row.read_committed) },
    stockedAt: row.stocked_at,
    refusal: row.refusal,
    settledVersion: n(row.settled_version),
    reported: {
      claim: n(row.reported_claim),
      edits: n(row.reported_edits),
      ended: n(row.reported_ended),
      reversed: n(row.reported_reversed),
      settled: row.reported_settled,
    },
    story: { missingSince: row.missing_since, settled: row.claim_settled, editedAt: row.edited_at },
    told:
      row.told_shown === null
        ? null
        : {
            shown: row.told_shown,
            ordersSeen: n(row.told_orders),
            restocksSeen: n(row.told_restocks),
            missing: n(row.told_missing),
          },
    mark:
      row.mark_until === null ? null : { shown: n(row.mark_shown), pushed: n(row.mark_pushed), until: row.mark_until },
    toldSeq: n(row.told_seq),
    version: row.version,
  };
}
