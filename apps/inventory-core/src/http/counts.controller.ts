import { Body, Controller, Get, HttpCode, Inject, NotFoundException, Param, Post } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Roles } from '@tillbridge/service-kit';
import type { CountAnswer } from '@tillbridge/stock-domain';
import { CountAnswerBody, CountAnsweredView, CountsView } from './counts.dto';
import { CountViews } from './count-views.typeorm';

export const ANSWER_COUNT = Symbol('ANSWER_COUNT');

@ApiTags('counts')
@Controller()
export class CountsController {
  constructor(
    private readonly views: CountViews,
    @Inject(ANSWER_COUNT)
    private readonly answer: (location: string, countId: string, answer: CountAnswer) => Promise<number>,
  ) {}

  @Get('counts')
  @Roles('service', 'operator')
  @ApiOperation({ summary: 'Counts of shelves that are under way, or of which something is still to be settled' })
  @ApiOkResponse({ type: CountsView })
  async counts(): Promise<CountsView> {
    return { counts: await this.views.unfinished() };
  }

  @Post('locations/:location/counts/:count/decide')
  @HttpCode(200)
  @Roles('operator')
  @ApiParam({ name: 'location', example: 'soho' })
  @ApiParam({ name: 'count', example: '9a6f6b3e-41a5-4c6a-9b1c-0f2f6f7f8a10', description: "the till's own id of it" })
  @ApiOperation({
    summary: 'Says what a completed count made of the units that were set aside for web orders',
    description:
      'People are asked, by an alert, where the policy does not say it or where it can not be known. The answer is for every item that waits for it.',
  })
  @ApiOkResponse({ type: CountAnsweredView })
  @ApiNotFoundResponse({ description: 'no item waits for an answer about this count' })
  async decide(
    @Param('location') location: string,
    @Param('count') count: string,
    @Body() { setAside }: CountAnswerBody,
  ): Promise<CountAnsweredView> {
    const items = await this.answer(location, count, setAside);
    if (items === 0) throw new NotFoundException(`no item waits for an answer about count ${count} at ${location}`);
    return { location, count, items };
  }
}
