import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Roles } from '@tillbridge/service-kit';
import type { Silence } from '../silence/silence-book';

export const SILENT_STORES = Symbol('SILENT_STORES');

export class SilentStoreView {
  @ApiProperty({ example: 'store-b' }) channel: string;
  @ApiProperty({ example: '2026-11-23T10:00:00.000Z', description: 'since when it owes the oldest acknowledgement' })
  since: string;
  @ApiProperty({ example: 12, description: 'items whose units it keeps from other stores; counted up to 10000 levels' })
  items: number;
  @ApiProperty({ example: '01932f6e-7c00-7d30-8a10-5a2c3e4f5a6b', description: 'see GET /items/{id}/why' })
  oldestItemId: string;
  @ApiProperty({ example: 'TEE-M', nullable: true, type: String, description: 'of that item, as the store labels it' })
  sku: string | null;
  @ApiProperty({ example: true, description: 'false: it acknowledges others, so that these are refused most likely' })
  mute: boolean;
}

export class SilentStoresView {
  @ApiProperty({ type: [SilentStoreView] }) stores: SilentStoreView[];
}

@ApiTags('stock')
@Controller('silent-stores')
export class SilentStoresController {
  constructor(@Inject(SILENT_STORES) private readonly found: () => Promise<readonly Silence[]>) {}

  @Get()
  @Roles('service', 'operator')
  @ApiOperation({
    summary: 'Stores that keep scarce units from the others, because they do not acknowledge that they show less',
    description: 'As found within the last minute. People hear of each once, by an alert.',
  })
  @ApiOkResponse({ type: SilentStoresView })
  async stores(): Promise<SilentStoresView> {
    const found = await this.found();
    return { stores: found.map(({ alertKey: _, since, ...store }) => ({ ...store, since: since.toISOString() })) };
  }
}
