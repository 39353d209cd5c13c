import { BadRequestException, Controller, Get, Inject, NotFoundException, Query } from '@nestjs/common';
import {
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiPropertyOptional,
  ApiTags,
} from '@nestjs/swagger';
import { snapshotPage, type LevelKey, type StoreGateway } from '@tillbridge/gateway-kit';
import { Roles } from '@tillbridge/service-kit';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';
import { UnknownChannel } from '../wiring/make-adapter';
import { STORE_GATEWAY } from '../wiring/tokens';

class SnapshotQuery {
  @ApiProperty({ example: 'store-a' })
  @IsString({ message: 'should be a channel' })
  channel: string;

  @ApiPropertyOptional({ example: '43729076@655441491', description: '`next` of the page before' })
  @IsOptional()
  @Matches(/^[^@]+@[^@]+$/, { message: 'should be the `next` of the page before' })
  after?: string;

  @ApiPropertyOptional({ default: 100, minimum: 1, maximum: 500, description: 'levels per page' })
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'should be a whole number' })
  @Min(1, { message: 'should be 1 or more' })
  @Max(500, { message: 'should be 500 at most' })
  limit = 100;
}

class DesiredView {
  @ApiProperty({ example: 4 }) lowerTo: number;
  @ApiProperty({ example: 4 }) raiseTo: number;
  @ApiProperty({ example: 17 }) version: number;
}

class OpenPushView {
  @ApiProperty({ example: 5 }) from: number;
  @ApiProperty({ example: 4 }) to: number;
  @ApiProperty({ example: 17 }) version: number;
}

class SnapshotRowView {
  @ApiProperty({ example: '43729076' }) externalId: string;
  @ApiProperty({ example: '655441491' }) storeLocation: string;
  @ApiProperty({ nullable: true, type: String, example: '01932f6e-7c00-7d30-8a10-5a2c3e4f5a6b' }) itemId: string | null;
  @ApiProperty({ nullable: true, type: String, example: 'TEE-M' }) sku: string | null;
  @ApiProperty({ nullable: true, type: Number, example: 4, description: 'read from the store for this answer' })
  observed: number | null;
  @ApiProperty({ example: '2026-11-23T10:00:00.000Z' }) observedAt: string;
  @ApiProperty({ nullable: true, type: Number, example: 4, description: 'what we believe the store shows' })
  expected: number | null;
  @ApiProperty({ example: 0, description: 'the part of `expected` that no known fact explains' }) residual: number;
  @ApiProperty({ nullable: true, type: DesiredView }) desired: DesiredView | null;
  @ApiProperty({ example: 17, description: 'the newest wanted version this level is known to satisfy' })
  settledVersion: number;
  @ApiProperty({ nullable: true, type: OpenPushView }) openPush: OpenPushView | null;
  @ApiProperty({ example: false, description: 'something is under way that may explain a difference' })
  inFlight: boolean;
  @ApiProperty({
    nullable: true,
    type: String,
    example: 'ITEM_NOT_STOCKED_AT_LOCATION',
    description: 'why the store refuses what we want to push',
  })
  refusal: string | null;
}

class SnapshotView {
  @ApiProperty({ example: 'store-a' }) channel: string;
  @ApiProperty({ type: [String], example: [], description: 'what holds the store back: paused, locked-out, braked' })
  halts: string[];
  @ApiProperty({ type: [SnapshotRowView] }) rows: SnapshotRowView[];
  @ApiProperty({
    nullable: true,
    type: String,
    example: '43729076@655441491',
    description: 'for the next page; null on the last one',
  })
  next: string | null;
}

@ApiTags('snapshot')
@Controller('snapshot')
export class SnapshotController {
  constructor(@Inject(STORE_GATEWAY) private readonly gateway: StoreGateway) {}

  @Get()
  @Roles('service', 'operator')
  @ApiOperation({ summary: 'What a store shows now beside what we believe and want of it, page by page' })
  @ApiOkResponse({ type: SnapshotView })
  @ApiNotFoundResponse({ description: 'no such channel is configured' })
  async page(@Query() { channel, after, limit }: SnapshotQuery): Promise<SnapshotView> {
    const adapter = await this.gateway.adapterOf(channel).catch((error: unknown) => {
      if (error instanceof UnknownChannel) throw new NotFoundException(error.message);
      throw error;
    });
    const { rows, next, halts } = await snapshotPage(this.gateway.state, adapter, after ? keyOf(after) : null, limit);
    return { channel, halts, rows, next: next && `${next.externalId}@${next.storeLocation}` };
  }
}

function keyOf(cursor: string): LevelKey {
  const [externalId, storeLocation] = cursor.split('@');
  if (!externalId || !storeLocation) throw new BadRequestException('`after` should be the `next` of the page before');
  return { externalId, storeLocation };
}
