import {
  Body,
  ConflictException,
  Controller,
  Get,
  HttpCode,
  Inject,
  NotFoundException,
  Param,
  Post,
} from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { Roles } from '@tillbridge/service-kit';
import type { OrderKey } from '../ledger/ledger';
import type { OrderExplained } from '../use-cases/explain-order';
import type { PostAgainOptions, PostedAgain } from '../use-cases/post-order-again';
import { OrderWhyView } from './order-why.dto';
import { StockViews } from './stock-views.typeorm';
import { PostAgainBody } from './post-again.dto';
import { OrderView, PostedAgainView } from './views.dto';

export const POST_AGAIN = Symbol('POST_AGAIN');
export const EXPLAIN_ORDER = Symbol('EXPLAIN_ORDER');

@ApiTags('orders')
@ApiParam({ name: 'channel', example: 'store-a' })
@ApiParam({ name: 'order', example: '5551', description: "the store's own id of the order" })
@Controller('orders')
export class OrdersController {
  constructor(
    private readonly views: StockViews,
    @Inject(POST_AGAIN)
    private readonly postAgain: (key: OrderKey, options: PostAgainOptions) => Promise<PostedAgain>,
    @Inject(EXPLAIN_ORDER) private readonly explain: (key: OrderKey) => Promise<OrderExplained | null>,
  ) {}

  @Get(':channel/:order')
  @Roles('service', 'operator')
  @ApiOperation({
    summary: 'What happened to one store order: its lines, what they lost and why, what its store was told',
  })
  @ApiOkResponse({ type: OrderView })
  @ApiNotFoundResponse({ description: 'no such order' })
  async one(@Param('channel') channel: string, @Param('order') order: string): Promise<OrderView> {
    const view = await this.views.order(channel, order);
    if (view === null) throw new NotFoundException(unknownOrder(channel, order));
    return view;
  }

  @Get(':channel/:order/why')
  @Roles('service', 'operator')
  @ApiOperation({
    summary: 'Why one store order has its units or lost them: where it is served from, and whom it met on the way',
    description:
      'Every contest for scarce units is kept as it was decided: the claims, in the order in which the policy of that moment served them, and what each gave up. `replays` says whether the contest, decided again now from what was kept, comes out the same.',
  })
  @ApiOkResponse({ type: OrderWhyView })
  @ApiNotFoundResponse({ description: 'no such order' })
  async why(@Param('channel') channel: string, @Param('order') order: string): Promise<OrderExplained> {
    const explained = await this.explain({ channel, order });
    if (explained === null) throw new NotFoundException(unknownOrder(channel, order));
    return explained;
  }

  @Post(':channel/:order/post-again')
  @HttpCode(200)
  @Roles('operator')
  @ApiOperation({
    summary: 'Records at the till what it refused of this order, once the reason is removed',
    description:
      'The lightspeed-gateway lists refused posts and their reasons at GET /channels/{channel}/posts/refused. What was refused is granted again under a new id; the stock stays set aside meanwhile. With `atZeroValue` it moves stock and no money: for an order whose sums cannot be made to agree.',
  })
  @ApiOkResponse({ type: PostedAgainView })
  @ApiNotFoundResponse({ description: 'no such order' })
  @ApiConflictResponse({ description: 'the till has refused nothing of this order' })
  async post(
    @Param('channel') channel: string,
    @Param('order') order: string,
    @Body() { atZeroValue }: PostAgainBody,
  ): Promise<PostedAgainView> {
    const outcome = await this.postAgain({ channel, order }, { atZeroValue });
    if (outcome === 'unknown') throw new NotFoundException(unknownOrder(channel, order));
    if (outcome === 'nothing refused')
      throw new ConflictException(`the till has refused nothing of order ${order} of ${channel}: there is no need`);
    return { channel, order, outcome };
  }
}

const unknownOrder = (channel: string, order: string): string =>
  `order ${order} of ${channel} has not been seen; check the channel and the order id`;
