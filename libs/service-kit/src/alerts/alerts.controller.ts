import {
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
  ApiTags,
} from '@nestjs/swagger';
import type { UnitOfWork } from '@tillbridge/persistence';
import { Roles } from '../auth/access';
import type { Clock } from '../clock';
import { CLOCK, UNIT_OF_WORK } from '../tokens';
import type { AlertSink } from './alert';
import type { AlertBook } from './alert-book';
import { ALERT_BOOK, ALERT_SINKS } from './alert-providers';
import { AlertsPage, AlertsQuery, AlertView, viewOf } from './alerts.dto';

@ApiTags('alerts')
@Controller('alerts')
export class AlertsController {
  constructor(
    @Inject(UNIT_OF_WORK) private readonly uow: UnitOfWork,
    @Inject(ALERT_BOOK) private readonly book: AlertBook,
    @Inject(ALERT_SINKS) private readonly sinks: readonly AlertSink[],
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Roles('service', 'operator')
  @ApiOperation({ summary: 'What people were told, or are to be: the newest first, page by page' })
  @ApiOkResponse({ type: AlertsPage })
  async page(@Query() { state, after, limit }: AlertsQuery): Promise<AlertsPage> {
    const asked = { state: state ?? null, after: after ?? null, limit };
    const alerts = await this.uow.run((tx) => this.book.page(tx, asked));
    return { alerts: alerts.map(viewOf), next: alerts.length === limit ? (alerts.at(-1)?.id ?? null) : null };
  }

  @Post(':id/send-again')
  @HttpCode(200)
  @Roles('operator')
  @ApiOperation({
    summary: 'Sends an alert once more that failed, was kept, or was sent and got lost',
    description:
      'What failed or was kept goes only to those that have not taken it. What had been sent goes to all again, under a new message id.',
  })
  @ApiParam({ name: 'id', example: '01932f6e-7c00-7d30-8a10-5a2c3e4f5a6b' })
  @ApiOkResponse({ type: AlertView })
  @ApiNotFoundResponse({ description: 'no such alert' })
  @ApiConflictResponse({ description: 'it is on its way already, or nothing is configured to send it to' })
  async sendAgain(@Param('id', ParseUUIDPipe) id: string): Promise<AlertView> {
    if (this.sinks.length === 0)
      throw new ConflictException(
        'there is nothing to send it to: set ALERT_WEBHOOK_URL or ALERT_SMTP_URL and restart this service',
      );
    const { asked, alert } = await this.uow.run(async (tx) => ({
      asked: await this.book.sendAgain(tx, id, this.clock.now()),
      alert: await this.book.one(tx, id),
    }));
    if (alert === null) throw new NotFoundException(`alert ${id} is not known; GET /alerts lists them`);
    if (!asked) throw new ConflictException(`alert ${id} waits already and is tried by itself; there is no need`);
    return viewOf(alert);
  }
}
