import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

// Reads and writes go through SQL in the stores beside this file; the entities tell `schema:log` what the tables look like.

@Entity('till_account')
export class TillAccountEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'till_account_pk' })
  till: string;
  @Column({ type: 'text' })
  series: string;
  @Column({ type: 'jsonb' })
  settings: unknown;
}

@Entity('till_cursor')
export class TillCursorEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'till_cursor_pk' })
  till: string;
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'till_cursor_pk' })
  feed: string;
  @Column({ type: 'text' })
  position: string;
}

@Entity('till_record')
@Index('till_record_sale', ['till', 'saleId'])
@Index('till_record_place', ['till', 'externalId', 'location', 'seenAt'])
@Index('till_record_seen', ['seenAt'])
export class TillRecordEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'till_record_pk' })
  till: string;
  @PrimaryColumn({ name: 'record_id', type: 'text', primaryKeyConstraintName: 'till_record_pk' })
  recordId: string;
  @Column({ name: 'sale_id', type: 'text' })
  saleId: string;
  @Column({ name: 'external_id', type: 'text' })
  externalId: string;
  @Column({ type: 'text' })
  location: string;
  @Column({ type: 'text' })
  kind: string;
  @Column({ type: 'text', nullable: true })
  reason: string | null;
  @Column({ type: 'integer' })
  effect: number;
  @Column({ type: 'text', nullable: true })
  version: string | null;
  @Column({ type: 'text' })
  at: string;
  @Column({ name: 'seen_at', type: 'timestamptz' })
  seenAt: Date;
}

@Entity('till_row')
export class TillRowEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'till_row_pk' })
  till: string;
  @PrimaryColumn({ name: 'external_id', type: 'text', primaryKeyConstraintName: 'till_row_pk' })
  externalId: string;
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'till_row_pk' })
  location: string;
  @Column({ type: 'integer' })
  level: number;
  @Column({ type: 'text', nullable: true })
  version: string | null;
  @Column({ name: 'stamp_ms', type: 'bigint', nullable: true })
  stampMs: string | null;
  @Column({ type: 'boolean' })
  complete: boolean;
  @Column({ name: 'seen_at', type: 'timestamptz' })
  seenAt: Date;
}

@Entity('till_item')
export class TillItemEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'till_item_pk' })
  till: string;
  @PrimaryColumn({ name: 'external_id', type: 'text', primaryKeyConstraintName: 'till_item_pk' })
  externalId: string;
}

@Entity('till_post')
@Check('till_post_state_known', `state IN ('granted', 'sending', 'answered')`)
@Index('till_post_open', ['till', 'seq'], { where: `state <> 'answered'` })
@Index('till_post_refused', ['till', 'answeredAt'], { where: `outcome = 'refused'` })
@Index('till_post_till_id', ['till', 'tillId'], { unique: true, where: 'till_id IS NOT NULL' })
export class TillPostEntity {
  @PrimaryColumn({ name: 'post_id', type: 'uuid', primaryKeyConstraintName: 'till_post_pk' })
  postId: string;
  @Column({ type: 'text' })
  till: string;
  @Column({ type: 'bigint', generated: 'identity', generatedIdentity: 'ALWAYS' })
  seq: string;
  @Column({ type: 'uuid', nullable: true })
  reverses: string | null;
  @Column({ name: 'granted', type: 'jsonb' })
  granted: unknown;
  @Column({ type: 'jsonb' })
  cause: unknown;
  @Column({ type: 'text' })
  state: string;
  @Column({ type: 'integer', default: 0 })
  attempts: number;
  @Column({ name: 'first_sent_at', type: 'timestamptz', nullable: true })
  firstSentAt: Date | null;
  @Column({ name: 'refused_at', type: 'timestamptz', nullable: true })
  refusedAt: Date | null;
  @Column({ name: 'next_attempt_at', type: 'timestamptz' })
  nextAttemptAt: Date;
  @Column({ name: 'answered_at', type: 'timestamptz', nullable: true })
  answeredAt: Date | null;
  @Column({ type: 'text', nullable: true })
  outcome: string | null;
  @Column({ type: 'text', nullable: true })
  reason: string | null;
  @Column({ name: 'sale_total', type: 'text', nullable: true })
  saleTotal: string | null;
  @Column({ name: 'search_from', type: 'text', nullable: true })
  searchFrom: string | null;
  @Column({ name: 'last_sent_at', type: 'timestamptz', nullable: true })
  lastSentAt: Date | null;
  @Column({ name: 'till_id', type: 'text', nullable: true })
  tillId: string | null;
}

@Entity('till_due_read')
@Index('till_due_read_due', ['till', 'dueAt'])
export class TillDueReadEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'till_due_read_pk' })
  id: string;
  @Column({ type: 'text' })
  till: string;
  @Column({ name: 'external_id', type: 'text' })
  externalId: string;
  @Column({ type: 'text', nullable: true })
  location: string | null;
  @Column({ type: 'text' })
  reason: string;
  @Column({ type: 'text', nullable: true })
  above: string | null;
  @Column({ name: 'due_at', type: 'timestamptz' })
  dueAt: Date;
  @Column({ type: 'integer', default: 0 })
  attempts: number;
}

@Entity('till_parked')
@Index('till_parked_at', ['parkedAt'])
export class TillParkedEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'till_parked_pk' })
  till: string;
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'till_parked_pk' })
  id: string;
  @Column({ type: 'text' })
  reason: string;
  @Column({ type: 'bytea' })
  sealed: Buffer;
  @Column({ name: 'parked_at', type: 'timestamptz' })
  parkedAt: Date;
}

export const tillEntities = [
  TillAccountEntity,
  TillCursorEntity,
  TillRecordEntity,
  TillRowEntity,
  TillItemEntity,
  TillPostEntity,
  TillDueReadEntity,
  TillParkedEntity,
];
