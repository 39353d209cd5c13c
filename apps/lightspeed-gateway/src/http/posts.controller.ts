import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { TillStores } from '@tillbridge/gateway-kit';
import type { UnitOfWork } from '@tillbridge/persistence';
import { Roles, UNIT_OF_WORK } from '@tillbridge/service-kit';
import type { Tills } from '../tills';
import { TILL_STORES, TILLS } from '../tokens';
import { knownTill } from './known-till';
import { RefusedPostsView } from './posts.dto';

const listMax = 500;

@ApiTags('posts')
@Controller('channels/:channel/posts')
export class PostsController {
  constructor(
    @Inject(TILLS) private readonly tills: Pick<Tills, 'get'>,
    @Inject(TILL_STORES) private readonly stores: TillStores,
    @Inject(UNIT_OF_WORK) private readonly unitOfWork: UnitOfWork,
  ) {}

  @Get('refused')
  @Roles('operator', 'service')
  @ApiOperation({
    summary: 'Web orders and adjustments that the till refused to record, with its reason',
    description:
      `The newest ${listMax} of them. A sale that would not come to what its order does was never sent; both sums are ` +
      'shown. Remove the reason, then call POST /orders/{channel}/{order}/post-again of the inventory-core with the ' +
      'channel and the order shown here (for an adjustment, whose `order` holds its item and id, ' +
      'POST /edits/adjustments/{order}/post-again): it grants the post again, under a new id, and, if it is asked to, ' +
      'a sale at no value. What was refused stays in this list under its old one.',
  })
  @ApiParam({ name: 'channel', example: 'till' })
  @ApiOkResponse({ type: RefusedPostsView })
  @ApiNotFoundResponse({ description: 'no till of this name is configured' })
  async refused(@Param('channel') channel: string): Promise<RefusedPostsView> {
    knownTill(this.tills.get(channel), channel);
    const refused = await this.unitOfWork.run((tx) => this.stores.posts.refused(tx, channel, listMax));
    const posts = refused.map(({ postId, answeredAt, ...post }) => ({
      id: postId,
      ...post,
      answeredAt: answeredAt.toISOString(),
    }));
    return { posts };
  }
}
