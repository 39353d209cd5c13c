import { Body, Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import type { IntakeWorker, RawIntake, StoreFinding } from '@tillbridge/gateway-kit';
import type { UnitOfWork } from '@tillbridge/persistence';
import { Roles, UNIT_OF_WORK } from '@tillbridge/service-kit';
import { Type } from 'class-transformer';
import { IsArray, IsInt, IsOptional, IsString, Max, Min, ValidateNested } from 'class-validator';
import { Intake } from '../intake';
import { INTAKE_WORKER, RAW_INTAKE } from '../wiring/tokens';

class ParkedDeliveryView {
  @ApiProperty({ example: 'store-a' }) channel: string;
  @ApiProperty({ example: 'b54557e4-bdd9-4b37-8a5f-bf7d70bcd043' }) deliveryId: string;
  @ApiProperty({ example: 'orders/create' }) topic: string;
  @ApiProperty({ example: 'the body is not JSON' }) reason: string;
  @ApiProperty({ example: 1 }) attempts: number;
  @ApiProperty({ example: '2026-11-23T10:00:00.000Z' }) receivedAt: Date;
  @ApiProperty({ example: true, description: 'false once the body has been purged, a week after it came' })
  replayable: boolean;
}

class IntakeView {
  @ApiProperty({ example: 0, description: 'deliveries not translated yet' }) waiting: number;
  @ApiProperty({ example: 1 }) parked: number;
  @ApiProperty({ example: 0, description: 'refused for their signature since this process started' }) rejected: number;
  @ApiProperty({ type: [ParkedDeliveryView] }) deliveries: ParkedDeliveryView[];
}

class ParkedQuery {
  @ApiPropertyOptional({ default: 50, minimum: 1, maximum: 500, description: 'how many deliveries at most' })
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'should be a whole number' })
  @Min(1, { message: 'should be 1 or more' })
  @Max(500, { message: 'should be 500 at most' })
  limit = 50;
}

class DeliveryName {
  @ApiProperty({ example: 'store-a' })
  @IsString({ message: 'should be a channel' })
  channel: string;

  @ApiProperty({ example: 'b54557e4-bdd9-4b37-8a5f-bf7d70bcd043' })
  @IsString({ message: 'should be a delivery id' })
  deliveryId: string;
}

class ReplayDeliveries {
  @ApiPropertyOptional({ type: [DeliveryName], description: 'all parked deliveries when left out' })
  @IsOptional()
  @IsArray({ message: 'should be a list of deliveries' })
  @ValidateNested({ each: true })
  @Type(() => DeliveryName)
  deliveries?: DeliveryName[];
}

class Replayed {
  @ApiProperty({ example: 1 }) replayed: number;
}

@ApiTags('intake')
@Controller('intake/parked')
export class IntakeController {
  constructor(
    @Inject(UNIT_OF_WORK) private readonly uow: UnitOfWork,
    @Inject(RAW_INTAKE) private readonly raw: RawIntake,
    @Inject(INTAKE_WORKER) private readonly worker: IntakeWorker<StoreFinding[]>,
    @Inject(Intake) private readonly intake: Intake,
  ) {}

  @Get()
  @Roles('operator')
  @ApiOperation({ summary: 'Webhooks that could not be translated, the oldest first, each with the reason' })
  @ApiOkResponse({ type: IntakeView })
  async list(@Query() { limit }: ParkedQuery): Promise<IntakeView> {
    const counts = await this.raw.counts();
    return { ...counts, rejected: this.intake.rejected, deliveries: await this.raw.listParked(limit) };
  }

  @Post('replay')
  @HttpCode(200)
  @Roles('operator')
  @ApiOperation({ summary: 'Translates parked webhooks again, once their cause is mended' })
  @ApiOkResponse({ type: Replayed })
  async replay(@Body() { deliveries }: ReplayDeliveries): Promise<Replayed> {
    const replayed = await this.uow.run((tx) => this.raw.replay(tx, deliveries ?? 'all'));
    this.worker.kick();
    return { replayed };
  }
}
