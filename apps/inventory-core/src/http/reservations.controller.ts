import {
  applyDecorators,
  Body,
  Controller,
  Get,
  HttpCode,
  Inject,
  NotFoundException,
  Param,
  ParseUUIDPipe,
  Post,
  Req,
  Res,
} from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { Roles } from '@tillbridge/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Outcome, ReservationCall, ReservationRequest, ReservationShown } from '../reservations/requests';
import { callOf, Key, TakesKey } from './idempotency-key';
import { answerOf } from './reservation-answers';
import {
  ConfirmBody,
  ExtendBody,
  refusalExample,
  reservationIdExample,
  ReservationView,
  ReserveBody,
} from './reservations.dto';

export const ANSWER_CALL = Symbol('ANSWER_CALL');
export const SHOW_RESERVATION = Symbol('SHOW_RESERVATION');

/** Ids are compared as they were given out: in small letters. */
const smallLetters = { transform: (id: string): string => id.toLowerCase() };
const Id = () => Param('id', ParseUUIDPipe, smallLetters);

/** A problem document as any, with what it says of units shown by an example. */
const Refuses = (description: string) =>
  ApiConflictResponse({
    description,
    content: {
      'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' }, example: refusalExample },
    },
  });

const Changes = (summary: string, description: string, refusal: string) =>
  applyDecorators(
    HttpCode(200),
    Roles('service', 'operator'),
    TakesKey(),
    ApiOperation({ summary, description }),
    ApiParam({ name: 'id', example: reservationIdExample }),
    ApiOkResponse({ type: ReservationView }),
    ApiNotFoundResponse({ description: 'no such reservation' }),
    Refuses(refusal),
  );

@ApiTags('reservations')
@Controller('reservations')
export class ReservationsController {
  constructor(
    @Inject(ANSWER_CALL) private readonly answer: (call: ReservationCall) => Promise<Outcome>,
    @Inject(SHOW_RESERVATION) private readonly show: (id: string) => Promise<ReservationShown | null>,
  ) {}

  @Post()
  @Roles('service', 'operator')
  @TakesKey()
  @ApiOperation({
    summary: 'Holds units for a buyer, every line or none, until it is confirmed, released or runs out',
    description:
      'Each line is held at the nearest location that has all of it for certain. Holds yield to orders of other channels; whether one still has its units shows when it is confirmed.',
  })
  @ApiCreatedResponse({ type: ReservationView })
  @Refuses('not enough units: `lines` says what was asked and what there is; or the key stands for another request')
  @ApiUnprocessableEntityResponse({ description: 'a channel that is no seller, or an item that is not one' })
  reserve(
    @Body() body: ReserveBody,
    @Key() key: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const { channel, ttlSeconds, reference = null } = body;
    const lines = body.lines.map(({ itemId = null, sku = null, quantity, unitPrice = null }) => ({
      itemId: itemId?.toLowerCase() ?? null,
      sku: itemId === null ? sku : null,
      quantity,
      unitPrice,
    }));
    return this.take(key, { kind: 'reserve', channel, lines, ttlSeconds, reference }, request, reply, 201);
  }

  @Get(':id')
  @Roles('service', 'operator')
  @ApiOperation({ summary: 'How a reservation stands; whether it has run out is judged now' })
  @ApiParam({ name: 'id', example: reservationIdExample })
  @ApiOkResponse({ type: ReservationView })
  @ApiNotFoundResponse({ description: 'no such reservation' })
  async one(@Id() id: string): Promise<ReservationView> {
    const shown = await this.show(id);
    if (shown === null)
      throw new NotFoundException(`reservation ${id} is not known; ask with the id that it was given`);
    return { ...shown, lines: [...shown.lines] };
  }

  @Post(':id/extend')
  @Changes(
    'Holds it longer',
    'Never shortens it. One that has run out holds again if its units are still free.',
    'its units are gone: `lines` says what is left; or it is confirmed or released',
  )
  extend(
    @Id() id: string,
    @Body() { ttlSeconds }: ExtendBody,
    @Key() key: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    return this.take(key, { kind: 'extend', id, ttlSeconds }, request, reply);
  }

  @Post(':id/confirm')
  @Changes(
    'Makes it an order: its units are promised, and recorded at the till as a sale',
    'Every line or none. One that has run out is confirmed if its units are still free. Again with `paid: true`: the order has been paid.',
    'orders or other buyers have taken its units: `lines` says what is left; or it was released',
  )
  confirm(
    @Id() id: string,
    @Body() { paid, reference }: ConfirmBody,
    @Key() key: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    return this.take(key, { kind: 'confirm', id, paid, reference: reference ?? null }, request, reply);
  }

  @Post(':id/fulfil')
  @Changes(
    'Its units have left the shelf: handed over or sent',
    'From then on a release changes nothing: what comes back is a return at the till.',
    'it is not confirmed',
  )
  fulfil(
    @Id() id: string,
    @Key() key: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    return this.take(key, { kind: 'fulfil', id }, request, reply);
  }

  @Post(':id/release')
  @Changes(
    'Gives its units back; a confirmed one is cancelled, and its sale at the till reversed',
    'Always succeeds, and again changes nothing. What has been fulfilled stays so.',
    'the key stands for another request',
  )
  release(
    @Id() id: string,
    @Key() key: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    return this.take(key, { kind: 'release', id }, request, reply);
  }

  private async take(
    key: string | undefined,
    asked: ReservationRequest,
    request: FastifyRequest,
    reply: FastifyReply,
    doneStatus: 200 | 201 = 200,
  ): Promise<object> {
    const { status, contentType, body } = answerOf(
      await this.answer(callOf(key, asked)),
      doneStatus,
      String(request.id),
    );
    void reply.code(status).type(contentType);
    return body;
  }
}
