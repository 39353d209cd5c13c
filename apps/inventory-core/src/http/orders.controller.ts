import { Controller, Get, NotFoundException, Param } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '@tillbridge/service-kit';
import { StockViews } from './stock-views.typeorm';
import { OrderView } from './views.dto';

@ApiTags('orders')
@Controller('orders')
export class OrdersController {
  constructor(private readonly views: StockViews) {}

  @Get(':channel/:order')
  @Roles('service', 'operator')
  @ApiOperation({
    summary: 'What happened to one store order: its lines, what they lost and why, what its store was told',
  })
  @ApiOkResponse({ type: OrderView })
  @ApiNotFoundResponse({ description: 'no such order' })
  async one(@Param('channel') channel: string, @Param('order') order: string): Promise<OrderView> {
    const view = await this.views.order(channel, order);
    if (view === null)
      throw new NotFoundException(`order ${order} of ${channel} has not been seen; check the channel and the order id`);
    return view;
  }
}
