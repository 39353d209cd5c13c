import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Channel } from '../channels';
import type { RunState } from './runs';

/** Ids are time-ordered, so newest first is by id, and the table can be partitioned by range of them. */
@Entity('run')
@Check('run_state_known', `state IN ('running', 'finished', 'failed')`)
export class RunRow {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'run_pk' }) id: string;
  @Column({ type: 'text', nullable: true }) channel: string | null;
  @Index('run_open', { where: `state = 'running'` })
  @Column({ type: 'text' })
  state: RunState;
  @Column({ name: 'started_at', type: 'timestamptz' }) startedAt: Date;
  @Column({ name: 'finished_at', type: 'timestamptz', nullable: true }) finishedAt: Date | null;
  @Column({ type: 'integer' }) compared: number;
  @Column({ type: 'integer' }) agreeing: number;
  @Column({ type: 'integer' }) lagging: number;
  @Column({ type: 'integer' }) drifting: number;
  @Column({ type: 'integer' }) unlinked: number;
  @Column({ type: 'text', nullable: true }) error: string | null;
}

@Entity('finding')
export class FindingRow {
  @PrimaryColumn({ name: 'run_id', type: 'uuid', primaryKeyConstraintName: 'finding_pk' }) runId: string;
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'finding_pk' }) channel: string;
  @PrimaryColumn({ name: 'external_id', type: 'text', primaryKeyConstraintName: 'finding_pk' }) externalId: string;
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'finding_pk' }) place: string;
  @Column({ name: 'item_id', type: 'uuid', nullable: true }) itemId: string | null;
  @Column({ type: 'integer' }) expected: number;
  @Column({ type: 'integer' }) observed: number;
  @Column({ type: 'text' }) reason: string;
}

/** The channels of `tillbridge.yaml`: what a run compares. */
@Entity('channel')
@Check('channel_kind_known', `kind IN ('till', 'store')`)
export class ChannelRow {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'channel_pk' }) id: string;
  @Column({ type: 'text' }) kind: Channel['kind'];
}

export const reconcilerEntities = [RunRow, FindingRow, ChannelRow];
