import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsBoolean,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';

export const reservationIdExample = '01932f6e-7c00-7d30-8a10-5a2c3e4f5a6b';
const itemIdExample = '01932f6e-7c00-7d30-8a10-5a2c3e4f5a6c';
const linesMax = 100;
const ttlSecondsMax = 86_400;
const ttlSecondsDefault = 900;

export class LineBody {
  @ApiPropertyOptional({ example: itemIdExample, description: 'our id of the item; else name it by its SKU' })
  @ValidateIf((line: LineBody) => line.sku === undefined || line.itemId !== undefined)
  @IsUUID(undefined, { message: 'should be the id of an item, or left out where sku names it' })
  itemId?: string;

  @ApiPropertyOptional({ example: 'TEE-M', description: "the till's SKU; case and surrounding blanks do not matter" })
  @IsOptional()
  @IsString({ message: 'should be a SKU' })
  @IsNotEmpty({ message: 'should be a SKU' })
  @MaxLength(255, { message: 'should be 255 characters at most' })
  sku?: string;

  @ApiProperty({ example: 2 })
  @IsInt({ message: 'should be a whole number of units' })
  @Min(1, { message: 'should be 1 unit or more' })
  @Max(1_000_000, { message: 'should be 1000000 units at most' })
  quantity: number;

  @ApiPropertyOptional({
    example: '19.90',
    description: "what the till records it for; left out: the till's own price",
  })
  @IsOptional()
  @Matches(/^\d{1,9}(\.\d{1,6})?$/, { message: 'should be money as text, for example "19.90"' })
  unitPrice?: string;
}

class WithTtl {
  @ApiPropertyOptional({
    example: 900,
    description: 'how long it holds, from now on, seconds',
    default: ttlSecondsDefault,
  })
  @IsInt({ message: 'should be a whole number of seconds' })
  @Min(1, { message: 'should be 1 second or more' })
  @Max(ttlSecondsMax, { message: `should be ${ttlSecondsMax} seconds (a day) at most` })
  ttlSeconds: number = ttlSecondsDefault;
}

const Reference = () => (target: object, key: string) => {
  ApiPropertyOptional({ example: 'W-1001', description: 'what your shop calls the order; shown at the till' })(
    target,
    key,
  );
  IsOptional()(target, key);
  IsString({ message: 'should be text' })(target, key);
  MaxLength(128, { message: 'should be 128 characters at most' })(target, key);
};

export class ReserveBody extends WithTtl {
  @ApiProperty({ example: 'headless', description: 'a channel of sellers in tillbridge.yaml' })
  @Matches(/^[a-z0-9][a-z0-9-]{0,62}$/, { message: 'should be the channel of a seller, for example headless' })
  channel: string;

  @ApiProperty({ type: [LineBody], description: `all or none; ${linesMax} at most` })
  @IsArray({ message: 'should be a list, each entry with itemId or sku, and quantity' })
  @ArrayNotEmpty({ message: 'should have at least one entry, with itemId or sku, and quantity' })
  @ArrayMaxSize(linesMax, { message: `should have ${linesMax} entries at most; make another reservation of the rest` })
  @ValidateNested({ each: true, message: 'should be a list, each entry with itemId or sku, and quantity' })
  @Type(() => LineBody)
  lines: LineBody[];

  @Reference() reference?: string;
}

export class ExtendBody extends WithTtl {}

export class ConfirmBody {
  @ApiProperty({ example: true, description: 'paid orders come before unpaid ones where units are short' })
  @IsBoolean({ message: 'should be true or false' })
  paid: boolean;

  @Reference() reference?: string;
}

export class ReservedLineView {
  @ApiProperty({ example: '1', description: 'counted in the order in which they were asked for' }) line: string;
  @ApiProperty({ example: itemIdExample }) itemId: string;
  @ApiProperty({ example: 'main', description: 'where the units lie' }) location: string;
  @ApiProperty({ example: 2 }) quantity: number;
  @ApiProperty({ example: '19.90', nullable: true, type: String }) unitPrice: string | null;
  @ApiProperty({ example: 0, description: 'confirmed units that were lost since; decide what to tell the buyer' })
  short: number;
}

export class ReservationView {
  @ApiProperty({ example: reservationIdExample }) id: string;
  @ApiProperty({ example: 'headless' }) channel: string;
  @ApiProperty({ example: 'held', enum: ['held', 'expired', 'confirmed', 'fulfilled', 'released'] }) state: string;
  @ApiProperty({ example: false }) paid: boolean;
  @ApiProperty({ example: 'W-1001', nullable: true, type: String }) reference: string | null;
  @ApiProperty({
    example: '2026-11-23T10:15:00.000Z',
    nullable: true,
    type: String,
    description: 'null once it can run out no more',
  })
  expiresAt: string | null;
  @ApiProperty({ type: [ReservedLineView] }) lines: ReservedLineView[];
}

/** What a refusal looks like; `lines` says of each line that lacks units what was asked and what one location could give. */
export const refusalExample = {
  status: 409,
  title: 'Conflict',
  detail: 'there are not enough units; nothing is held',
  requestId: '5ad0a1f4-6a1c-4d4f-9a53-5a0f6a5d1f10',
  lines: [{ line: '1', itemId: itemIdExample, sku: 'TEE-M', asked: 2, available: 1 }],
};
