import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Roles } from '@tillbridge/service-kit';
import type { Silence } from '../silence/silence-book';

export const SILENT_STORES = Symbol('SILENT_STORES');

export class SilentStoreView {
  @ApiProperty({ example: 'store-b' }) channel: string;
  @ApiProperty({ example: '2026-11-23T10:00:00.000Z', description: 'since when it keeps units of the oldest of them' })
  since: string;
  @ApiProperty({ example: 12, description: 'items whose units it keeps from other stores' }) items: number;
  @ApiProperty({ example: '01932f6e-7c00-7d30-8a10-5a2c3e4f5a6b', description: 'see GET /items/{id}/why' })
  oldestItemId: string;
  @ApiProperty({ example: 'TEE-M', nullable: true, type: String, description: 'of that item, as the store labels it' })
  sku: string | null;
  @ApiProperty({
    example: '2026-11-23T09:58:00.000Z',
    nullable: true,
    type: String,
    description: 'when it acknowledged anything last; after `since`: these are refused most likely',
  })
  answeredAt: string | null;
  @ApiProperty({ example: true, description: 'people were told that it answers nothing; false: not these' })
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
    description:
      'As found within the last minute. People hear of each once, by an alert; twice where it first acknowledged others and then nothing.',
  })
  @ApiOkResponse({ type: SilentStoresView })
  async stores(): Promise<SilentStoresView> {
    return { stores: (await this.found()).map(viewOf) };
  }
}

const viewOf = ({ alertKey: _, keptBefore: __, since, answeredAt, ...store }: Silence): SilentStoreView => ({
  ...store,
  since: since.toISOString(),
  answeredAt: answeredAt?.toISOString() ?? null,
});
