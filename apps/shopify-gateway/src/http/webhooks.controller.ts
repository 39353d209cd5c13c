import { Controller, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Public } from '@tillbridge/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Intake } from '../intake';

type Raw = FastifyRequest & { rawBody?: Buffer };

@ApiTags('webhooks')
@Controller('webhooks/shopify')
export class WebhooksController {
  constructor(@Inject(Intake) private readonly intake: Intake) {}

  /** Stored before it is answered: 200 means that it will be translated, whatever happens to this process. */
  @Post(':channel')
  @Public()
  @HttpCode(200)
  @ApiOperation({ summary: 'Takes a webhook of one store; it proves itself by its signature over the raw body' })
  @ApiParam({ name: 'channel', example: 'store-a' })
  @ApiResponse({ status: 200, description: 'stored, now or before' })
  @ApiResponse({ status: 401, description: 'not signed with a secret of this store, or sent for another; not stored' })
  @ApiResponse({ status: 503, description: 'the database is away; the store sends it again' })
  async take(@Param('channel') channel: string, @Req() request: Raw, @Res() reply: FastifyReply): Promise<void> {
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
    );
    const taken = await this.intake.take(channel, { headers, body: request.rawBody ?? Buffer.alloc(0) });
    await reply.code(taken ? 200 : 401).send();
  }
}
