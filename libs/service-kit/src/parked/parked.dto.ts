import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsBoolean,
  IsInt,
  IsOptional,
  IsString,
  Max,
  Min,
  ValidateIf,
} from 'class-validator';
import type { ParkedMessage } from '@tillbridge/messaging';

const listMax = 500;

export class ListParkedQuery {
  @ApiPropertyOptional({ default: 100, minimum: 1, maximum: listMax, description: 'how many messages at most' })
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'should be a whole number' })
  @Min(1, { message: 'should be 1 or more' })
  @Max(listMax, { message: `should be ${listMax} at most` })
  limit = 100;
}

export class ReplayRequest {
  @ApiPropertyOptional({
    type: [String],
    example: ['01932f6e-7c00-7d30-8a10-5a2c3e4f5a6b'],
    description: 'ids of parked messages; leave it out and send all: true for all of them',
  })
  @ValidateIf((request: ReplayRequest) => request.all !== true)
  @IsArray({ message: 'should be a list of ids of parked messages; or send all: true instead' })
  @ArrayNotEmpty({ message: 'should name at least one message; or send all: true instead' })
  @ArrayMaxSize(listMax, { message: `should name ${listMax} messages at most` })
  @IsString({ each: true, message: 'should be a list of ids of parked messages' })
  ids?: string[];

  @ApiPropertyOptional({ example: true })
  @IsOptional()
  @IsBoolean({ message: 'should be true or false' })
  all?: boolean;
}

export class ReplayAnswer {
  @ApiProperty({ example: 1, description: 'how many messages went back' }) replayed: number;
}

export class DiscardRequest {
  @ApiProperty({
    type: [String],
    example: ['01932f6e-7c00-7d30-8a10-5a2c3e4f5a6b'],
    description: 'ids of parked messages; there is no way to discard all without naming them',
  })
  @IsArray({ message: 'should be a list of ids of parked messages' })
  @ArrayNotEmpty({ message: 'should name at least one message' })
  @ArrayMaxSize(listMax, { message: `should name ${listMax} messages at most` })
  @IsString({ each: true, message: 'should be a list of ids of parked messages' })
  ids: string[];
}

export class DiscardAnswer {
  @ApiProperty({ example: 1, description: 'how many messages are gone' }) discarded: number;
}

export class ParkedMessageView implements ParkedMessage {
  @ApiProperty({ example: '01932f6e-7c00-7d30-8a10-5a2c3e4f5a6b' }) id: string;
  @ApiProperty({ type: String, nullable: true, example: 'order.observed' }) type: string | null;
  @ApiProperty({ example: 'data.lines[0].ordered: expected a number' }) reason: string;
  @ApiProperty({ example: 4, description: 'how often it was tried' }) attempts: number;
  @ApiProperty({ type: String, nullable: true, example: '2026-11-23T10:00:00.000Z' }) firstFailedAt: string | null;
  @ApiProperty({ type: String, nullable: true, example: '2026-11-23T10:02:36.000Z' }) parkedAt: string | null;
  @ApiProperty({
    type: Object,
    nullable: true,
    description: 'the fact as it travelled; null when it could not be read as one',
    example: {
      id: '01932f6e-7c00-7d30-8a10-5a2c3e4f5a6b',
      type: 'order.observed',
      version: 1,
      data: { order: '5551' },
    },
  })
  envelope: ParkedMessage['envelope'];
}

export class ParkedList {
  @ApiProperty({ type: [ParkedMessageView] }) messages: ParkedMessageView[];
}
