import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Links that people made or took away. */
@Entity('link_change')
export class LinkChangeRow {
  @PrimaryColumn('timestamptz') at: Date;
  @PrimaryColumn('uuid') id: string;
  @Column('text') channel: string;
  @Column('text', { name: 'external_id' }) externalId: string;
  @Column('uuid', { name: 'from_item', nullable: true }) fromItem: string | null;
  @Column('uuid', { name: 'to_item', nullable: true }) toItem: string | null;
  /** The role of their token. */
  @Column('text') by: string;
}
