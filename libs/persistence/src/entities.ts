import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

// Checks are declared here as well as in the migrations: `schema:log` would otherwise want to drop them.

/** Which messages a consumer has handled. The key alone decides, so the table can be partitioned by hash of it. */
@Entity('inbox')
@Check('inbox_message_id_length', `char_length(message_id) BETWEEN 1 AND 255`)
export class InboxEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'inbox_pk' })
  consumer: string;

  @PrimaryColumn({ name: 'message_id', type: 'text', primaryKeyConstraintName: 'inbox_pk' })
  messageId: string;

  @Index('inbox_received_at')
  @Column({ name: 'received_at', type: 'timestamptz', default: () => 'now()' })
  receivedAt: Date;
}

/** Facts not yet confirmed by the broker. Ids are time-ordered, so the table can be partitioned by range of them. */
@Entity('outbox')
@Check('outbox_routing_key_not_empty', `routing_key <> ''`)
export class OutboxEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'outbox_pk' })
  id: string;

  @Column({ name: 'routing_key', type: 'text' })
  routingKey: string;

  @Column({ type: 'json' })
  envelope: unknown;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;
}

@Entity('credential')
@Check('credential_name_not_empty', `name <> ''`)
export class CredentialEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'credential_pk' })
  name: string;

  @Column({ type: 'bytea' })
  sealed: Buffer;

  @Column({ name: 'updated_at', type: 'timestamptz', default: () => 'now()' })
  updatedAt: Date;
}

/** The tables every service has. */
export const platformEntities = [InboxEntity, OutboxEntity, CredentialEntity];
