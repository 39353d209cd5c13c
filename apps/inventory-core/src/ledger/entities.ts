import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { shopEntities } from '../shop/entities';
import { editEntities } from './edits/entities';

// Read through repositories by the HTTP views; written by ledger.typeorm.ts in bulk, guarded by the item's version.

@Entity('item')
export class ItemRow {
  @PrimaryColumn('uuid') id: string;
  /** Raised by every batch that touches the item; each write names the version it read. */
  @Column('integer') version: number;
  /** When time alone will change what may be sold of it; null for never. */
  @Index('item_by_revisit', { where: 'revisit_at IS NOT NULL' })
  @Column('timestamptz', { name: 'revisit_at', nullable: true })
  revisitAt: Date | null;
  /** The edition of the shop under which it was decided last. */
  @Index('item_by_edition') @Column('integer', { default: 0 }) edition: number;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt: Date;
}

@Entity('level')
export class LevelRow {
  @PrimaryColumn('uuid', { name: 'item_id' }) itemId: string;
  @PrimaryColumn('text') location: string;
  @Column('integer', { nullable: true }) base: number | null;
  @Column('integer') recorded: number;
  @Column('integer') concluded: number;
  @Column('integer') claim: number;
  /** The row as last taken in: `{level, version, requestedAt, answeredAt}`, the version as a string; null before the first. */
  @Column('jsonb', { nullable: true }) row: unknown;
  @Column('jsonb') uncertain: unknown;
  /** `{level, times}` while rows come without their records; null otherwise. */
  @Column('jsonb', { nullable: true }) doubt: unknown;
  /** When the first row was requested; what had left before that is no part of the level. */
  @Column('timestamptz', { name: 'opened_at', nullable: true }) openedAt: Date | null;
  /** `{reviewAt}` while its units are dealt out to one store each. */
  @Column('jsonb', { nullable: true }) dealt: unknown;
  /** `{units, burst, at}`: what the till sold of late. */
  @Column('jsonb', { name: 'till_demand', nullable: true }) tillDemand: unknown;
  /** Counts of its shelf, see `CountMark`; and when the one that it begins with was completed, by the till's clock. */
  @Column('jsonb', { default: [] }) counts: unknown;
  @Column('timestamptz', { name: 'counted_at', nullable: true }) countedAt: Date | null;
  /** Sums kept beside the state so that a level can be compared with the fold of its movements. */
  @Column('integer') gross: number;
  @Column('integer') reserved: number;
}

@Entity('promise')
@Index('promise_open_by_item', ['itemId'], { where: 'NOT closed' })
@Index('promise_undecided_by_item', ['itemId'], { where: 'decide_at IS NOT NULL' })
@Index('promise_by_post', ['postIds'], { where: 'NOT closed', type: 'gin' })
export class PromiseRow {
  @PrimaryColumn('text') channel: string;
  @PrimaryColumn('text', { name: 'order_id' }) order: string;
  @PrimaryColumn('text') line: string;
  @Column('uuid', { name: 'item_id' }) itemId: string;
  @Column('text') location: string;
  /** `[{location, units}]`: what of it is served from other locations. */
  @Column('jsonb', { default: [] }) elsewhere: unknown;
  @Column('text', { name: 'store_location', nullable: true }) storeLocation: string | null;
  /** `[{storeLocation, units}]`: where it was counted before its store moved it. */
  @Column('jsonb', { name: 'moved_from', default: [] }) movedFrom: unknown;
  /** `[{storeLocation, units, shipped}]`: what its store put back elsewhere than where it is. */
  @Column('jsonb', { name: 'put_back_at', default: [] }) putBackAt: unknown;
  /** `[{storeLocation, location, units, folded}]`: shipped units that came back elsewhere. */
  @Column('jsonb', { default: [] }) returned: unknown;
  @Column('boolean') paid: boolean;
  @Column('timestamptz', { name: 'placed_at' }) placedAt: Date;
  @Column('integer') ordered: number;
  @Column('integer') restocked: number;
  @Column('integer') owed: number;
  @Column('integer') current: number;
  @Column('integer') fulfilled: number;
  @Column('integer') short: number;
  @Column('integer') folded: number;
  /** Owed units as the last decision accepted them. */
  @Column('integer') accepted: number;
  /** When the rest is decided; null for at once. */
  @Column('timestamptz', { name: 'decide_at', nullable: true }) decideAt: Date | null;
  /** Until when what is accepted may be decided again, and what was accepted for good before. */
  @Column('timestamptz', { name: 'provisional_until', nullable: true }) provisionalUntil: Date | null;
  @Column('integer', { name: 'accepted_before', nullable: true }) acceptedBefore: number | null;
  @Column('text', { name: 'moving_to', nullable: true }) movingTo: string | null;
  @Column('boolean', { name: 'move_refused', default: false }) moveRefused: boolean;
  @Column('jsonb') posts: unknown;
  @Column('uuid', { name: 'post_ids', array: true }) postIds: string[];
  /** Nothing of it matters to the level any more; kept for the record. */
  @Column('boolean') closed: boolean;
}

/** Units in holds that run out in the same second; whose they are is in `reservation`. */
@Entity('hold_bucket')
export class HoldBucketRow {
  @PrimaryColumn('uuid', { name: 'item_id' }) itemId: string;
  @PrimaryColumn('text') channel: string;
  @PrimaryColumn('text') location: string;
  @PrimaryColumn('timestamptz', { name: 'expires_at' }) expiresAt: Date;
  @Column('integer') units: number;
  @Column('integer') yielded: number;
}

/** What one cart or caller holds or was promised. */
@Entity('reservation')
@Index('reservation_by_age', ['expiresAt'], { where: `state IN ('held', 'released')` })
@Index('reservation_by_cart', ['channel', 'cart'], { unique: true, where: 'cart IS NOT NULL' })
export class ReservationRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') channel: string;
  @Column('integer') version: number;
  @Column('text', { nullable: true }) cart: string | null;
  @Column('timestamptz', { name: 'as_of' }) asOf: Date;
  @Column('text') state: string;
  /** `{line, itemId, location, units, unitPrice}` each. */
  @Column('jsonb') lines: unknown;
  @Column('timestamptz', { name: 'expires_at' }) expiresAt: Date;
  @Column('boolean') paid: boolean;
  @Column('text', { nullable: true }) reference: string | null;
}

/** What a request under an idempotency key was answered. */
@Entity('stored_answer')
export class StoredAnswerRow {
  @PrimaryColumn('text', { collation: 'C' }) key: string;
  @Column('text') fingerprint: string;
  @Column('json') outcome: unknown;
  @Index('stored_answer_by_age', { type: 'brin' })
  @Column('timestamptz', { name: 'answered_at' })
  answeredAt: Date;
}

/** One store level: what its gateway reported, what we counted, and what we last published to it. */
@Entity('store_level')
@Index('store_level_edited', ['channel', 'itemId'], {
  where: `claim > 0 OR edits <> 0 OR (story->>'toGiveBack')::integer > 0`,
})
export class StoreLevelRow {
  @PrimaryColumn('uuid', { name: 'item_id' }) itemId: string;
  @PrimaryColumn('text') channel: string;
  @PrimaryColumn('text', { name: 'store_location' }) storeLocation: string;
  @Column('integer') claim: number;
  @Column('integer') edits: number;
  @Column('integer', { name: 'orders_seen' }) ordersSeen: number;
  @Column('integer', { name: 'orders_counted' }) ordersCounted: number;
  @Column('integer', { name: 'restocks_counted' }) restocksCounted: number;
  @Column('integer') seq: number;
  /** What is known of units that it misses beyond their number, and what people said of them; null while there is nothing. */
  @Column('jsonb', { nullable: true }) story: unknown;
  /** What it may show: as acknowledged last, and by each publication since. */
  @Column('jsonb', { nullable: true }) settled: unknown;
  @Column('jsonb') granted: unknown;
  @Column('integer', { name: 'dealt_since', nullable: true }) dealtSince: number | null;
  /** `{units, burst, at}`: what it sold of late. */
  @Column('jsonb', { nullable: true }) demand: unknown;
  @Column('double precision', { name: 'latency_ms', nullable: true }) latencyMs: number | null;
  /** Since when it may show more scarce units than it was told to. */
  @Column('timestamptz', { name: 'keeps_since', nullable: true }) keepsSince: Date | null;
  /** `{lowerTo, raiseTo, version, dealt, counted}`; null before the first publication. */
  @Column('jsonb', { nullable: true }) published: unknown;
}

@Entity('listing')
@Index('listing_one_per_item', ['channel', 'itemId'], { unique: true, where: 'item_id IS NOT NULL' })
export class ListingRow {
  @PrimaryColumn('text') channel: string;
  @PrimaryColumn('text', { name: 'external_id' }) externalId: string;
  @Index('listing_by_item') @Column('uuid', { name: 'item_id', nullable: true }) itemId: string | null;
  @Column('text', { nullable: true }) sku: string | null;
  @Column('text', { nullable: true }) barcode: string | null;
  @Index('listing_by_sku') @Column('text', { name: 'sku_label', nullable: true }) skuLabel: string | null;
  @Index('listing_by_barcode') @Column('text', { name: 'barcode_label', nullable: true }) barcodeLabel: string | null;
  @Column('text') title: string;
  @Column('text', { nullable: true }) price: string | null;
  @Column('boolean') tracked: boolean;
  @Column('boolean') removed: boolean;
  /** `sells`, `withdrawn` or `gone`. */
  @Column('text', { default: 'sells' }) standing: string;
  @Column('timestamptz', { name: 'observed_at' }) observedAt: Date;
  @Column('bigint', { default: 0 }) seq: string;
  @Column('text', { name: 'linked_by', nullable: true }) linkedBy: string | null;
  /** How often a person has decided on the link. */
  @Column('integer', { name: 'link_seq', default: 0 }) linkSeq: number;
}

@Entity('store_order')
@Index('store_order_waiting', ['waiting'], { where: `waiting <> '{}'`, type: 'gin' })
// On what its `booked` names as posts, which no column holds: the migration has it.
@Index('store_order_by_booked', { synchronize: false })
export class StoreOrderRow {
  @PrimaryColumn('text') channel: string;
  @PrimaryColumn('text', { name: 'order_id' }) order: string;
  @Column('integer') version: number;
  @Column('text') name: string;
  @Column('timestamptz', { name: 'placed_at' }) placedAt: Date;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt: Date;
  @Column('timestamptz', { name: 'cancelled_at', nullable: true }) cancelledAt: Date | null;
  @Column('boolean') paid: boolean;
  @Column('text') currency: string;
  @Column('text', { nullable: true }) cart: string | null;
  @Column('jsonb') lines: unknown;
  @Column('text', { array: true }) waiting: string[];
  @Column('integer', { name: 'posts_granted' }) postsGranted: number;
  @Column('jsonb', { nullable: true }) money: unknown;
  /** What its posts recorded at the till. */
  @Column('jsonb', { default: [] }) booked: unknown;
  @Column('boolean', { name: 'zero_value', default: false }) zeroValue: boolean;
  @Column('integer') decision: number;
  @Column('text', { nullable: true }) told: string | null;
  @Column('text', { nullable: true }) resolution: string | null;
}

@Entity('till_record')
export class TillRecordRow {
  @PrimaryColumn('text') till: string;
  @PrimaryColumn('text', { name: 'record_id' }) recordId: string;
  @Column('uuid', { name: 'item_id' }) itemId: string;
  @Column('text') location: string;
  @Column('integer') effect: number;
  @Column('bigint', { nullable: true }) version: string | null;
}

/** Append-only. The key leads with time so that the table can be partitioned by it. */
@Entity('movement')
@Index('movement_by_item', ['itemId', 'at'])
export class MovementRow {
  @PrimaryColumn('timestamptz') at: Date;
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'item_id' }) itemId: string;
  @Column('integer', { name: 'item_version' }) itemVersion: number;
  @Column('text') location: string;
  @Column('text') kind: string;
  @Column('integer') gross: number;
  @Column('integer') reserved: number;
  @Column('integer') claim: number;
  @Column('integer') held: number;
  @Column('text', { name: 'cause_id' }) causeId: string;
}

/** Append-only, as movements are: a contest for scarce units as it stood when it was decided, and who gave up what. */
@Entity('decision')
@Index('decision_by_order', ['orders'], { type: 'gin' })
@Index('decision_by_item', ['itemId', 'at'])
export class DecisionRow {
  @PrimaryColumn('timestamptz') at: Date;
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'item_id' }) itemId: string;
  @Column('integer', { name: 'item_version' }) itemVersion: number;
  @Column('integer', { name: 'policy_version' }) policyVersion: number;
  @Column('text', { name: 'cause_id' }) causeId: string;
  /** `channel/order` of everyone who took part. */
  @Column('text', { array: true }) orders: string[];
  @Column('jsonb') contest: unknown;
  @Column('jsonb') losses: unknown;
  @Column('jsonb', { nullable: true }) outcomes: unknown;
  @Column('jsonb', { nullable: true }) refused: unknown;
}

export const coreEntities = [
  ItemRow,
  LevelRow,
  PromiseRow,
  ...editEntities,
  HoldBucketRow,
  ReservationRow,
  StoredAnswerRow,
  StoreLevelRow,
  ListingRow,
  StoreOrderRow,
  TillRecordRow,
  MovementRow,
  DecisionRow,
  ...shopEntities,
];
