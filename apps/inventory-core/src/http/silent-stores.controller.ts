import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Roles } from '@tillbridge/service-kit';
import type { Silence } from '../silence/silence-book';

export const SILENT_STORES = Symbol('SILENT_STORES');

export interface SilentStores {
  readonly lookedAt: Date | null;
  readonly stores: readonly Silence[];
}

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
  @ApiProperty({
    example: '2026-11-23T10:31:00.000Z',
    nullable: true,
    type: String,
    description:
      'when the core looked last; null: not since it began to run. It looks every minute, but only once it has taken in all that' +
      ' stores told it for as long as a store may take to answer',
  })
  lookedAt: string | null;
  @ApiProperty({ type: [SilentStoreView], description: 'as found then' }) stores: SilentStoreView[];
}

@ApiTags('stock')
@Controller('silent-stores')
export class SilentStoresController {
  constructor(@Inject(SILENT_STORES) private readonly found: () => Promise<SilentStores>) {}

  @Get()
  @Roles('service', 'operator')
  @ApiOperation({
    summary: 'Stores that keep scarce units from the others, because they do not acknowledge that they show less',
    description: 'People hear of each once, by an alert; twice where it first acknowledged others and then nothing.',
  })
  @ApiOkResponse({ type: SilentStoresView })
  async stores(): Promise<SilentStoresView> {
    const { lookedAt, stores } = await this.found();
    return { lookedAt: lookedAt?.toISOString() ?? null, stores: stores.map(viewOf) };
  }
}

const viewOf = ({ alertKey: _, keptBefore: __, since, answeredAt, ...store }: Silence): SilentStoreView => ({
  ...store,
  since: since.toISOString(),
  answeredAt: answeredAt?.toISOString() ?? null,
});
