import {
  Controller,
  Headers,
  HttpCode,
  HttpException,
  HttpStatus,
  Inject,
  NotFoundException,
  Param,
  Post,
  RawBody,
  UnauthorizedException,
} from '@nestjs/common';
import {
  ApiNoContentResponse,
  ApiNotFoundResponse,
  ApiHeader,
  ApiOperation,
  ApiParam,
  ApiTags,
  ApiUnauthorizedResponse,
} from '@nestjs/swagger';
import { Public } from '@tillbridge/service-kit';
import { TILLS } from '../tokens';
import type { Tills } from '../tills';

const nothing = Buffer.alloc(0);

/**
 * Lightspeed's webhooks wake a poll and carry nothing else, so nothing is stored and the database is not asked: where it is
 * away the poll itself waits for it, and a 503 would only make the vendor repeat what we know already.
 */
@ApiTags('webhooks')
@Public()
@Controller('webhooks/lightspeed')
export class WebhooksController {
  constructor(@Inject(TILLS) private readonly tills: Tills) {}

  @Post(':channel/:secret/:type')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiOperation({ summary: 'Something happened at the till; the address is secret, a signature is verified' })
  @ApiParam({ name: 'channel', example: 'till' })
  @ApiParam({ name: 'secret', description: 'made for this account when the till was connected' })
  @ApiParam({ name: 'type', example: 'sale.update' })
  @ApiHeader({
    name: 'x-signature',
    required: false,
    description: 'as Lightspeed signs the body; unsigned ones are rate limited',
  })
  @ApiNoContentResponse({ description: 'the till is being polled' })
  @ApiNotFoundResponse({ description: 'no such address' })
  @ApiUnauthorizedResponse({ description: 'the signature is wrong' })
  wake(
    @Param('channel') channel: string,
    @Param('secret') secret: string,
    @Param('type') type: string,
    @Headers('x-signature') signature: string | undefined,
    @RawBody() body: Buffer | undefined,
  ): void {
    switch (this.tills.get(channel)?.knock(secret, type, signature, body ?? nothing)) {
      case 'woken':
        return;
      case 'wrong-signature':
        throw new UnauthorizedException('The signature does not fit the body.');
      case 'too-many':
        throw new HttpException('Too many unsigned webhooks at once.', HttpStatus.TOO_MANY_REQUESTS);
      case 'wrong-address':
      case undefined:
        throw new NotFoundException('There is nothing here.');
    }
  }
}
