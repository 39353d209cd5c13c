import {
  Body,
  ConflictException,
  Controller,
  Get,
  HttpCode,
  Inject,
  NotFoundException,
  Param,
  ParseUUIDPipe,
  Post,
  Query,
} from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiProperty,
  ApiTags,
} from '@nestjs/swagger';
import { Roles } from '@tillbridge/service-kit';
import type { EditOutcome } from '@tillbridge/stock-domain';
import { IsInt, IsOptional, IsString, IsUUID, Max, MaxLength, Min } from 'class-validator';
import type { AdjustedAgain, EditAnswer, EditKey, EditSaid } from '../use-cases/decide-edit';
import { editRefusal, unknownLevel } from './edit-answers';
import { EditViews } from './edit-views.typeorm';
import { AdjustedAgainView, EditDecidedView, EditSaidDto, EditsPage } from './edits.dto';

export const DECIDE_EDIT = Symbol('DECIDE_EDIT');
export const ADJUST_AGAIN = Symbol('ADJUST_AGAIN');

const idExample = '01932f6e-7c00-7d30-8a10-5a2c3e4f5a6b';

export class EditsQuery {
  @ApiProperty({ example: 'store-b', required: false })
  @IsOptional()
  @IsString({ message: 'should be a channel' })
  @MaxLength(63, { message: 'should be 63 characters at most' })
  channel?: string;

  @ApiProperty({ example: idExample, required: false, description: '`next` of the page before' })
  @IsOptional()
  @IsUUID(undefined, { message: 'should be the `next` of the page before' })
  after?: string;

  @ApiProperty({ example: 100, required: false, description: 'items' })
  @IsOptional()
  @IsInt({ message: 'should be a whole number' })
  @Min(1, { message: 'should be 1 at least' })
  @Max(500, { message: 'should be 500 at most' })
  limit?: number;
}

const ofLevel = [
  ApiParam({ name: 'channel', example: 'store-b' }),
  ApiParam({ name: 'externalId', example: '43729076', description: 'as GET /edits shows it' }),
  ApiParam({ name: 'storeLocation', example: '655441492' }),
  ApiOkResponse({ type: EditDecidedView, description: 'also when the same was said of the same `seq` before' }),
  ApiNotFoundResponse({ description: 'nothing of ours is listed there' }),
  ApiConflictResponse({ description: 'nothing to decide, or not as you saw it; the message says how it is now' }),
];

/** What people say of one level: the same answers for each word. */
const OfLevel = (): MethodDecorator => (target, name, descriptor) => {
  for (const decorate of [HttpCode(200), Roles('operator'), ...ofLevel]) decorate(target, name, descriptor);
};

@ApiTags('edits')
@Controller('edits')
export class EditsController {
  constructor(
    private readonly views: EditViews,
    @Inject(DECIDE_EDIT) private readonly decide: (key: EditKey, said: EditSaid) => Promise<EditAnswer>,
    @Inject(ADJUST_AGAIN) private readonly again: (itemId: string, id: string) => Promise<AdjustedAgain>,
  ) {}

  @Get()
  @Roles('service', 'operator')
  @ApiOperation({
    summary:
      'Units that stores are missing without an order that explains them, edits made by hand, and what is done about them',
    description:
      'Missing units are kept from everybody until an order explains them or a person decides. Units that someone put there by hand are taken off again and need nobody. What led here is in GET /items/{id}/why.',
  })
  @ApiOkResponse({ type: EditsPage })
  open(@Query() { channel, after, limit }: EditsQuery): Promise<EditsPage> {
    return this.views.page(channel ?? null, after ?? null, limit ?? 100);
  }

  @Post(':channel/:externalId/:storeLocation/accept')
  @OfLevel()
  @ApiOperation({
    summary: 'The missing units are gone: the till is adjusted by them, as a difference',
    description:
      'What is free stays the same: the claim ends and the adjustment counts in one decision. If an order turns up after all that explains them, they are offered to be given back.',
  })
  accept(@Param() key: EditKey, @Body() said: EditSaidDto): Promise<EditDecidedView> {
    return this.say(key, said, 'accepted');
  }

  @Post(':channel/:externalId/:storeLocation/dismiss')
  @OfLevel()
  @ApiOperation({
    summary: 'The missing units are there: they are free again, and the store is raised back',
    description:
      'Only if the store still shows what was read (compare-and-set). If an order took them after all, they have been put on sale twice.',
  })
  dismiss(@Param() key: EditKey, @Body() said: EditSaidDto): Promise<EditDecidedView> {
    return this.say(key, said, 'dismissed');
  }

  @Post(':channel/:externalId/:storeLocation/give-back')
  @OfLevel()
  @ApiOperation({ summary: 'What was accepted as gone and turned up again is given back to the till, as a difference' })
  giveBack(@Param() key: EditKey, @Body() said: EditSaidDto): Promise<EditDecidedView> {
    return this.say(key, said, 'given back');
  }

  @Post(':channel/:externalId/:storeLocation/keep')
  @OfLevel()
  @ApiOperation({ summary: 'What was accepted as gone is gone, whatever the store shows: the till stays as it is' })
  keep(@Param() key: EditKey, @Body() said: EditSaidDto): Promise<EditDecidedView> {
    return this.say(key, said, 'kept');
  }

  @Post('adjustments/:itemId/:id/post-again')
  @HttpCode(200)
  @Roles('operator')
  @ApiOperation({
    summary: 'Records at the till an adjustment that it refused, once the reason is removed',
    description:
      'GET /channels/{channel}/posts/refused at the lightspeed-gateway has the reason. Until then its units stay set aside.',
  })
  @ApiParam({ name: 'itemId', example: idExample })
  @ApiParam({ name: 'id', example: idExample })
  @ApiOkResponse({ type: AdjustedAgainView, description: 'granted again, under a new id' })
  @ApiNotFoundResponse({ description: 'no such adjustment, or the till has shown it by now' })
  @ApiConflictResponse({ description: 'the till has not refused it' })
  async postAgain(
    @Param('itemId', ParseUUIDPipe) itemId: string,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<AdjustedAgainView> {
    const outcome = await this.again(itemId, id);
    if (outcome === 'unknown')
      throw new NotFoundException(`item ${itemId} has no adjustment ${id} under way; GET /edits lists them`);
    if (outcome === 'not refused')
      throw new ConflictException(`the till has not refused adjustment ${id}: there is no need`);
    return { id, outcome };
  }

  private async say(key: EditKey, { seq, location }: EditSaidDto, outcome: EditOutcome): Promise<EditDecidedView> {
    const said = { outcome, seq, location: location ?? null };
    const answer = await this.decide(key, said);
    if (answer.kind === 'unknown') throw new NotFoundException(unknownLevel(key));
    if (answer.kind === 'refused') throw new ConflictException(editRefusal(answer, said));
    const { itemId, verdict } = answer;
    return { itemId, verdict };
  }
}
