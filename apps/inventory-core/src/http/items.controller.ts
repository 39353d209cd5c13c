import { Controller, Get, Inject, NotFoundException, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiParam, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Roles } from '@tillbridge/service-kit';
import { IsNotEmpty, IsString, MaxLength } from 'class-validator';
import type { StockExplained } from '../use-cases/explain-stock';
import { EditViews } from './edit-views.typeorm';
import { StockViews } from './stock-views.typeorm';
import { ItemView } from './views.dto';
import { WhyView } from './why.dto';

export const EXPLAIN_STOCK = Symbol('EXPLAIN_STOCK');

export class ItemsQuery {
  @ApiProperty({ example: 'TEE-M', description: 'case and surrounding blanks do not matter' })
  @IsString({ message: 'should be a SKU' })
  @IsNotEmpty({ message: 'should be a SKU' })
  @MaxLength(255, { message: 'should be 255 characters at most' })
  sku: string;
}

@ApiTags('stock')
@Controller('items')
export class ItemsController {
  constructor(
    private readonly views: StockViews,
    private readonly edits: EditViews,
    @Inject(EXPLAIN_STOCK) private readonly explain: (itemId: string) => Promise<StockExplained | null>,
  ) {}

  @Get()
  @Roles('service', 'operator')
  @ApiOperation({ summary: 'Items that any channel lists under a SKU; more than one when labels are ambiguous' })
  @ApiOkResponse({ type: [ItemView] })
  bySku(@Query() { sku }: ItemsQuery): Promise<ItemView[]> {
    return this.views.itemsBySku(sku);
  }

  @Get(':id')
  @Roles('service', 'operator')
  @ApiOperation({ summary: 'One item: its levels, open promises, what each store may sell, and its latest movements' })
  @ApiParam({ name: 'id', example: '01932f6e-7c00-7d30-8a10-5a2c3e4f5a6b' })
  @ApiOkResponse({ type: ItemView })
  @ApiNotFoundResponse({ description: 'no such item' })
  async one(@Param('id', ParseUUIDPipe) id: string): Promise<ItemView> {
    const view = await this.views.item(id);
    if (view === null) throw new NotFoundException(unknownItem(id));
    return view;
  }

  @Get(':id/why')
  @Roles('service', 'operator')
  @ApiOperation({
    summary: 'Why each store may sell what it may of one item: from the shelf to the number, step by step',
    description: 'Judged now, by the policy in force. What moved the shelf is in the movements, each with its cause.',
  })
  @ApiParam({ name: 'id', example: '01932f6e-7c00-7d30-8a10-5a2c3e4f5a6b' })
  @ApiOkResponse({ type: WhyView })
  @ApiNotFoundResponse({ description: 'no such item' })
  async why(
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<StockExplained & Pick<WhyView, 'movements' | 'editSteps'>> {
    const explained = await this.explain(id);
    if (explained === null) throw new NotFoundException(unknownItem(id));
    const [movements, editSteps] = await Promise.all([
      this.views.movements(id, explained.version),
      this.edits.steps(id),
    ]);
    return { ...explained, movements, editSteps };
  }
}

const unknownItem = (id: string): string => `item ${id} is not known; look it up by SKU at GET /items?sku=`;
