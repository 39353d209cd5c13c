import { Body, Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ParkedQueue } from '@tillbridge/messaging';
import { Roles } from '../auth/access';
import { PARKED_QUEUE } from '../tokens';
import { DiscardAnswer, DiscardRequest, ListParkedQuery, ParkedList, ReplayAnswer, ReplayRequest } from './parked.dto';

@ApiTags('parked')
@Controller('parked')
export class ParkedController {
  constructor(@Inject(PARKED_QUEUE) private readonly parked: ParkedQueue) {}

  @Get()
  @Roles('operator')
  @ApiOperation({ summary: 'Messages set aside for a person, the oldest first, each with the reason' })
  @ApiOkResponse({ type: ParkedList })
  async list(@Query() query: ListParkedQuery): Promise<ParkedList> {
    return { messages: await this.parked.list(query.limit) };
  }

  @Post('replay')
  @HttpCode(200)
  @Roles('operator')
  @ApiOperation({ summary: 'Puts parked messages back into the queue, once their cause is mended' })
  @ApiOkResponse({ type: ReplayAnswer })
  async replay(@Body() request: ReplayRequest): Promise<ReplayAnswer> {
    return { replayed: await this.parked.replay(request.ids ?? 'all') };
  }

  @Post('discard')
  @HttpCode(200)
  @Roles('operator')
  @ApiOperation({
    summary: 'Lets go of parked messages for good, once nobody wants them handled; the log keeps their ids',
  })
  @ApiOkResponse({ type: DiscardAnswer })
  async discard(@Body() request: DiscardRequest): Promise<DiscardAnswer> {
    return { discarded: await this.parked.discard(request.ids) };
  }
}
