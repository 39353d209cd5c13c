import {
  Controller,
  HttpCode,
  Inject,
  NotFoundException,
  Param,
  Post,
  UnprocessableEntityException,
} from '@nestjs/common';
import {
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiProperty,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import type { StoreGateway } from '@tillbridge/gateway-kit';
import { PermanentError } from '@tillbridge/persistence';
import { Roles, SERVICE_CONFIG } from '@tillbridge/service-kit';
import type { ShopifyGatewayConfig } from '../config';
import { UnknownChannel } from '../wiring/make-adapter';
import { STORE_GATEWAY } from '../wiring/tokens';

class SubscriptionsView {
  @ApiProperty({ example: 0 }) existing: number;
  @ApiProperty({ example: 17 }) created: number;
}

class ConnectView {
  @ApiProperty({ example: 'store-a' }) channel: string;
  @ApiProperty({ type: SubscriptionsView }) subscriptions: SubscriptionsView;
  @ApiProperty({ example: 120, description: 'things for sale with a level of their own' })
  listings: number;
  @ApiProperty({ example: 4 }) openOrders: number;
  @ApiProperty({ example: 120, description: 'levels read from the store' }) levels: number;
  @ApiProperty({ example: 1, description: 'items the store lacks that will be listed there' }) itemsToList: number;
}

@ApiTags('channels')
@Controller('channels')
export class ChannelsController {
  constructor(
    @Inject(STORE_GATEWAY) private readonly gateway: StoreGateway,
    @Inject(SERVICE_CONFIG) private readonly config: ShopifyGatewayConfig,
  ) {}

  @Post(':channel/connect')
  @HttpCode(200)
  @Roles('operator')
  @ApiOperation({
    summary:
      'Connects a store: webhooks, catalogue, open orders, levels; only then is anything pushed. Repeat to repair.',
  })
  @ApiParam({ name: 'channel', example: 'store-a' })
  @ApiOkResponse({ type: ConnectView })
  @ApiNotFoundResponse({ description: 'no such channel is configured' })
  @ApiUnprocessableEntityResponse({
    description: 'the store refuses, or the configuration names what it does not have',
  })
  async connect(@Param('channel') channel: string): Promise<ConnectView> {
    try {
      return await this.gateway.connect(channel, webhookAddress(this.config.PUBLIC_URL, channel));
    } catch (error) {
      if (error instanceof UnknownChannel) throw new NotFoundException(error.message);
      // A person can mend this, so a person has to read why.
      if (error instanceof PermanentError) throw new UnprocessableEntityException(error.message, { cause: error });
      throw error;
    }
  }
}

export function webhookAddress(publicUrl: string, channel: string): string {
  return `${publicUrl.replace(/\/+$/, '')}/webhooks/shopify/${channel}`;
}
