import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsNotEmpty, IsOptional, IsString, IsUUID, Max, MaxLength, Min, ValidateIf } from 'class-validator';

const itemIdExample = '01932f6e-7c00-7d30-8a10-5a2c3e4f5a6b';
const pageMax = 200;

class ListingBody {
  @ApiProperty({ example: 'store-a' })
  @IsString({ message: 'should be a store' })
  @IsNotEmpty({ message: 'should be a store' })
  @MaxLength(64, { message: 'should be 64 characters at most' })
  channel: string;

  @ApiProperty({ example: '43729076', description: "the store's own id of what it lists" })
  @IsString({ message: "should be the store's id of what it lists" })
  @IsNotEmpty({ message: "should be the store's id of what it lists" })
  @MaxLength(128, { message: 'should be 128 characters at most' })
  externalId: string;
}

export class LinkBody extends ListingBody {
  @ApiProperty({ example: itemIdExample, description: 'the item that it is' })
  @IsUUID(undefined, { message: 'should be the id of an item; see GET /items?sku=' })
  itemId: string;
}

export class UnlinkBody extends ListingBody {}

export class OpenLinksQuery {
  @ApiPropertyOptional({ example: 'store-a', description: '`next.channel` of the page before' })
  @ValidateIf((query: OpenLinksQuery) => query.afterChannel !== undefined || query.afterExternalId !== undefined)
  @IsString({ message: 'should be the `next.channel` of the page before, together with afterExternalId' })
  afterChannel?: string;

  @ApiPropertyOptional({ example: '43729076', description: '`next.externalId` of the page before' })
  @ValidateIf((query: OpenLinksQuery) => query.afterChannel !== undefined || query.afterExternalId !== undefined)
  @IsString({ message: 'should be the `next.externalId` of the page before, together with afterChannel' })
  afterExternalId?: string;

  @ApiPropertyOptional({ default: pageMax, minimum: 1, maximum: pageMax, description: 'listings per page' })
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'should be a whole number' })
  @Min(1, { message: 'should be 1 or more' })
  @Max(pageMax, { message: `should be ${pageMax} at most` })
  limit = pageMax;
}

export class CandidateView {
  @ApiProperty({ example: itemIdExample }) itemId: string;
  @ApiProperty({ example: 'TEE-M', nullable: true, type: String, description: "the till's" }) sku: string | null;
  @ApiProperty({ example: '5012345678900', nullable: true, type: String, description: "the till's" })
  barcode: string | null;
  @ApiProperty({ example: 'T-shirt, medium' }) title: string;
  @ApiProperty({ example: 'sku', enum: ['sku', 'barcode'], description: 'what they have in common' }) label: string;
  @ApiProperty({ example: '2 items at the till have this SKU' }) whyNot: string;
}

export class OpenListingView {
  @ApiProperty({ example: 'store-a' }) channel: string;
  @ApiProperty({ example: '43729076' }) externalId: string;
  @ApiProperty({ example: 'tee-m', nullable: true, type: String, description: "the store's" }) sku: string | null;
  @ApiProperty({ example: null, nullable: true, type: String, description: "the store's" }) barcode: string | null;
  @ApiProperty({ example: 'Tee - M' }) title: string;
  @ApiProperty({ example: 'several items have its SKU', description: 'why it is not linked' }) reason: string;
  @ApiProperty({ type: [CandidateView], description: 'items at the till that share a label with it' })
  candidates: CandidateView[];
  @ApiProperty({ example: 2, description: 'orders with a line that waits for it; it is reserved once it is linked' })
  ordersWaiting: number;
}

export class ListingKeyView {
  @ApiProperty({ example: 'store-a' }) channel: string;
  @ApiProperty({ example: '43729076' }) externalId: string;
}

export class OpenListingsPage {
  @ApiProperty({ type: [OpenListingView] }) listings: OpenListingView[];
  @ApiProperty({ type: ListingKeyView, nullable: true, description: 'where the next page begins; null on the last' })
  next: ListingKeyView | null;
}

export class LinkedView extends ListingKeyView {
  @ApiProperty({ example: itemIdExample, nullable: true, type: String, description: 'null: linked to none' })
  itemId: string | null;
  @ApiProperty({ example: 'done', enum: ['done', 'as it was'] }) outcome: string;
}

export class LinkChangeView extends ListingKeyView {
  @ApiProperty({ example: itemIdExample, description: 'the cause of what followed; movements name it' }) id: string;
  @ApiProperty({ example: '2026-11-23T10:00:00.000Z' }) at: string;
  @ApiProperty({ example: null, nullable: true, type: String, description: 'the item that it was linked to' })
  from: string | null;
  @ApiProperty({ example: itemIdExample, nullable: true, type: String, description: 'null: it was taken away' })
  to: string | null;
  @ApiProperty({ example: 'operator', description: 'the role of their token' }) by: string;
}
