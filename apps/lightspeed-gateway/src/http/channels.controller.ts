import {
  Body,
  Controller,
  Get,
  HttpCode,
  Inject,
  Param,
  Post,
  Query,
  UnprocessableEntityException,
} from '@nestjs/common';
import {
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { isLockedOut, type TillStores } from '@tillbridge/gateway-kit';
import { PermanentError, type UnitOfWork } from '@tillbridge/persistence';
import { channelStateView, CLOCK, PauseChannel, Roles, UNIT_OF_WORK, type Clock } from '@tillbridge/service-kit';
import type { Tills } from '../tills';
import { TILL_STORES, TILLS } from '../tokens';
import {
  ChannelQuery,
  ConnectedView,
  ParkedSightingsView,
  SnapshotView,
  TillStatesView,
  TillStateView,
} from './channels.dto';
import { knownTill } from './known-till';

const parkedListMax = 500;

@ApiTags('channels')
@ApiNotFoundResponse({ description: 'no till of this name is configured' })
@Controller()
export class ChannelsController {
  constructor(
    @Inject(TILLS) private readonly tills: Tills,
    @Inject(TILL_STORES) private readonly stores: TillStores,
    @Inject(UNIT_OF_WORK) private readonly unitOfWork: UnitOfWork,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('channels')
  @Roles('service', 'operator')
  @ApiOperation({ summary: 'Every till: what holds it back, since when and why, and what waits for that to be over' })
  @ApiOkResponse({ type: TillStatesView })
  async list(): Promise<TillStatesView> {
    return { channels: await Promise.all(this.tills.channels().map((channel) => this.stateOf(channel))) };
  }

  @Post('channels/:channel/pause')
  @HttpCode(200)
  @Roles('operator')
  @ApiOperation({
    summary: 'Records no web order at the till until it is resumed; what it tells is taken in as ever. Safe to repeat.',
  })
  @ApiParam({ name: 'channel', example: 'till' })
  @ApiOkResponse({ type: TillStateView })
  async pause(@Param('channel') channel: string, @Body() { reason }: PauseChannel): Promise<TillStateView> {
    await knownTill(this.tills.get(channel), channel).pause(reason);
    return this.stateOf(channel);
  }

  @Post('channels/:channel/resume')
  @HttpCode(200)
  @Roles('operator')
  @ApiOperation({ summary: 'Ends a pause: what waits is recorded. Safe to repeat.' })
  @ApiParam({ name: 'channel', example: 'till' })
  @ApiOkResponse({ type: TillStateView })
  async resume(@Param('channel') channel: string): Promise<TillStateView> {
    await knownTill(this.tills.get(channel), channel).resume();
    return this.stateOf(channel);
  }

  @Post('channels/:channel/connect')
  @HttpCode(200)
  @Roles('operator')
  @ApiOperation({ summary: 'Subscribes to the till, lists its items and reads every level; may be run again' })
  @ApiParam({ name: 'channel', example: 'till' })
  @ApiOkResponse({ type: ConnectedView })
  @ApiUnprocessableEntityResponse({ description: 'the configuration names what the till does not have' })
  async connect(@Param('channel') channel: string): Promise<ConnectedView> {
    const till = knownTill(await this.tills.reload(channel), channel);
    try {
      return await till.connect();
    } catch (error) {
      if (error instanceof PermanentError || isLockedOut(error))
        throw new UnprocessableEntityException(error.message, { cause: error });
      throw error;
    }
  }

  @Get('snapshot')
  @Roles('service', 'operator')
  @ApiOperation({ summary: 'Every level as the till shows it now, for comparing' })
  @ApiOkResponse({ type: SnapshotView })
  async snapshot(@Query() { channel }: ChannelQuery): Promise<SnapshotView> {
    const { takenAt, levels } = await knownTill(this.tills.get(channel), channel).adapter.snapshot(() =>
      this.clock.now(),
    );
    return { channel, takenAt: takenAt.toISOString(), levels };
  }

  @Get('channels/:channel/parked-sightings')
  @Roles('operator')
  @ApiOperation({ summary: 'What the till said that could not be counted, with the reason' })
  @ApiParam({ name: 'channel', example: 'till' })
  @ApiOkResponse({ type: ParkedSightingsView })
  async parked(@Param('channel') channel: string): Promise<ParkedSightingsView> {
    knownTill(this.tills.get(channel), channel);
    const parked = await this.unitOfWork.run((tx) => this.stores.parked.list(tx, channel, parkedListMax));
    return {
      sightings: parked.map(({ id, reason, parkedAt }) => ({ id, reason, parkedAt: parkedAt.toISOString() })),
    };
  }

  private stateOf(channel: string): Promise<TillStateView> {
    const { halts, posts, cursors } = this.stores;
    return this.unitOfWork.run(async (tx) => {
      const isConnected = (await cursors.read(tx, channel, 'records')) !== null;
      const { waiting, unanswered } = await posts.counts(tx, channel);
      const waits = { posts: waiting + unanswered, unanswered };
      return { ...channelStateView(await halts.get(tx, channel), isConnected), waits };
    });
  }
}
