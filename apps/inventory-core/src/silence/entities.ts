import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A store that keeps scarce units by not acknowledging, as it was found last. */
@Entity('silent_store')
export class SilentStoreRow {
  @PrimaryColumn('text') channel: string;
  @Column('timestamptz') since: Date;
  @Column('integer') items: number;
  @Column('uuid', { name: 'oldest_item_id' }) oldestItemId: string;
  @Column('text', { nullable: true }) sku: string | null;
  @Column('timestamptz', { name: 'answered_at', nullable: true }) answeredAt: Date | null;
  /** People were told that it answers nothing. */
  @Column('boolean') mute: boolean;
  /** What it keeps since later was not counted. */
  @Column('timestamptz', { name: 'kept_before' }) keptBefore: Date;
  @Column('text', { name: 'alert_key' }) alertKey: string;
}
