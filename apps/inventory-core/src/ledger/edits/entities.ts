import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A correction of the till that a person asked for and that its level is not certain to show yet. */
@Entity('adjustment')
@Index('adjustment_by_item', ['itemId'])
@Index('adjustment_by_post', ['postId'], { where: 'post_id IS NOT NULL' })
export class AdjustmentRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'item_id' }) itemId: string;
  @Column('text') channel: string;
  @Column('text', { name: 'store_location' }) storeLocation: string;
  @Column('text') location: string;
  @Column('integer') units: number;
  @Column('jsonb') post: unknown;
  @Column('uuid', { name: 'post_id', nullable: true }) postId: string | null;
  @Column('integer') granted: number;
}

/** Append-only, as movements are: what became of units that a store level is missing. */
@Entity('edit_step')
@Index('edit_step_by_item', ['itemId', 'at'])
export class EditStepRow {
  @PrimaryColumn('timestamptz') at: Date;
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'item_id' }) itemId: string;
  @Column('text') channel: string;
  @Column('text', { name: 'store_location' }) storeLocation: string;
  @Column('text') what: string;
  @Column('integer') units: number;
  @Column('text', { name: 'cause_id' }) causeId: string;
}

export const editEntities = [AdjustmentRow, EditStepRow];
