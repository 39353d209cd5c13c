import {
  Body,
  Controller,
  Get,
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
import { isLockedOut, type ChannelState, type StoreGateway } from '@tillbridge/gateway-kit';
import { PermanentError } from '@tillbridge/persistence';
import { ChannelStateView, channelStateView, PauseChannel, Roles } from '@tillbridge/service-kit';
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
  @ApiProperty({ example: 3, description: 'levels that show something else than is wanted, and are pushed now' })
  levelsToChange: number;
  @ApiProperty({ example: 1, description: 'items the store lacks that will be listed there' }) itemsToList: number;
}

class StoreWaitsView {
  @ApiProperty({ example: 12, description: 'levels that show something else than is wanted' }) pushesWanted: number;
  @ApiProperty({ example: 0, description: 'levels of which the store has not said what became of their push' })
  pushesOpen: number;
  @ApiProperty({ example: 1, description: 'things to read, list or stock' }) tasks: number;
  @ApiProperty({ example: 2, description: 'short orders that the store is to be told of' }) resolutions: number;
}

class StoreStateView extends ChannelStateView {
  @ApiProperty({ nullable: true, type: String, example: '2026-11-20T08:00:00.000Z' }) connectedAt: string | null;
  @ApiProperty({ type: StoreWaitsView }) waits: StoreWaitsView;
}

class StoreStatesView {
  @ApiProperty({ type: [StoreStateView] }) channels: StoreStateView[];
}

@ApiTags('channels')
@Controller('channels')
export class ChannelsController {
  constructor(@Inject(STORE_GATEWAY) private readonly gateway: StoreGateway) {}

  @Get()
  @Roles('service', 'operator')
  @ApiOperation({ summary: 'Every store: what holds it back, since when and why, and what waits for that to be over' })
  @ApiOkResponse({ type: StoreStatesView })
  async list(): Promise<StoreStatesView> {
    return { channels: (await this.gateway.states()).map(viewOf) };
  }

  @Post(':channel/pause')
  @HttpCode(200)
  @Roles('operator')
  @ApiOperation({
    summary: 'Writes nothing more to a store until it is resumed; what it tells is taken in as ever. Safe to repeat.',
  })
  @ApiParam({ name: 'channel', example: 'store-a' })
  @ApiOkResponse({ type: StoreStateView })
  @ApiNotFoundResponse({ description: 'no such channel is configured' })
  async pause(@Param('channel') channel: string, @Body() { reason }: PauseChannel): Promise<StoreStateView> {
    await this.stateOf(channel);
    await this.gateway.pause(channel, reason);
    return this.stateOf(channel);
  }

  @Post(':channel/resume')
  @HttpCode(200)
  @Roles('operator')
  @ApiOperation({ summary: 'Ends a pause: the newest of what was wanted meanwhile goes out. Safe to repeat.' })
  @ApiParam({ name: 'channel', example: 'store-a' })
  @ApiOkResponse({ type: StoreStateView })
  @ApiNotFoundResponse({ description: 'no such channel is configured' })
  async resume(@Param('channel') channel: string): Promise<StoreStateView> {
    await this.stateOf(channel);
    await this.gateway.resume(channel);
    return this.stateOf(channel);
  }

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
      return await this.gateway.connect(channel);
    } catch (error) {
      if (error instanceof UnknownChannel) throw new NotFoundException(error.message);
      // A person can mend this, so a person has to read why.
      if (error instanceof PermanentError || isLockedOut(error))
        throw new UnprocessableEntityException(error.message, { cause: error });
      throw error;
    }
  }

  private async stateOf(channel: string): Promise<StoreStateView> {
    const found = (await this.gateway.states()).find((state) => state.channel === channel);
    if (!found) throw new NotFoundException(`There is no store "${channel}"; import tillbridge.yaml first.`);
    return viewOf(found);
  }
}

function viewOf(state: ChannelState): StoreStateView {
  const connectedAt = state.connectedAt?.toISOString() ?? null;
  return { ...channelStateView(state, connectedAt !== null), connectedAt, waits: state.waits };
}
