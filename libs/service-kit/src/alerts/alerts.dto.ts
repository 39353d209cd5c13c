import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { alertStates, type Alert, type AlertState } from './alert';

const idExample = '01932f6e-7c00-7d30-8a10-5a2c3e4f5a6b';
const pageMax = 500;

export class AlertsQuery {
  @ApiPropertyOptional({ enum: alertStates, example: 'failed', description: 'only alerts in this state' })
  @IsOptional()
  @IsIn(alertStates, { message: `should be one of ${alertStates.join(', ')}` })
  state?: AlertState;

  @ApiPropertyOptional({ example: idExample, description: '`next` of the page before' })
  @IsOptional()
  @IsUUID(undefined, { message: 'should be the `next` of the page before' })
  after?: string;

  @ApiPropertyOptional({ default: 100, minimum: 1, maximum: pageMax, description: 'alerts per page' })
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'should be a whole number' })
  @Min(1, { message: 'should be 1 or more' })
  @Max(pageMax, { message: `should be ${pageMax} at most` })
  limit = 100;
}

export class AlertView {
  @ApiProperty({ example: idExample }) id: string;
  @ApiProperty({
    example: 'sent',
    enum: alertStates,
    description: 'kept: nothing was configured to send it to; failed: given up, see `reason`',
  })
  state: AlertState;
  @ApiProperty({ example: 'Order #1015 (store-a) is short: 1 × TEE-M' }) subject: string;
  @ApiProperty({
    example: '1 × TEE-M (Tee, medium) is missing: the units set aside for it left the shelf before it could be served.',
    description: 'why it is so',
  })
  cause: string;
  @ApiProperty({
    example:
      'store-a holds the order. Look for the units elsewhere, or agree with the buyer on waiting, an exchange or a refund; then release the hold there.',
    description: 'what a person should do',
  })
  action: string;
  @ApiProperty({
    type: Object,
    example: { channel: 'store-a', order: '5551', decision: 1, outcome: 'held' },
    description: 'the same for programs',
  })
  details: Readonly<Record<string, unknown>>;
  @ApiProperty({ example: '2026-11-23T10:00:00.000Z' }) createdAt: string;
  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description: 'while it waits: when it is tried next, or when the attempt under way counts as lost',
  })
  dueAt: string | null;
  @ApiProperty({ example: 1, description: 'how often it was tried since it was last asked for' }) attempts: number;
  @ApiProperty({ type: [String], example: ['webhook'], description: 'who has taken it' }) delivered: readonly string[];
  @ApiProperty({ type: String, nullable: true, example: null, description: 'why it is not everywhere' })
  reason: string | null;
  @ApiProperty({ type: String, nullable: true, example: '2026-11-23T10:00:02.000Z' }) sentAt: string | null;
}

export class AlertsPage {
  @ApiProperty({ type: [AlertView] }) alerts: AlertView[];
  @ApiProperty({
    example: null,
    nullable: true,
    type: String,
    description: 'pass as `after` for the next page; null on the last one',
  })
  next: string | null;
}

export function viewOf(alert: Alert): AlertView {
  const { id, state, text, fields, createdAt, dueAt, attempts, delivered, reason, sentAt } = alert;
  return {
    id,
    state,
    ...text,
    details: fields,
    createdAt: createdAt.toISOString(),
    dueAt: state === 'waiting' ? dueAt.toISOString() : null,
    attempts,
    delivered,
    reason,
    sentAt: sentAt?.toISOString() ?? null,
  };
}
