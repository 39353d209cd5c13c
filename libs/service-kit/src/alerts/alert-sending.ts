import { Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { UnitOfWork } from '@tillbridge/persistence';
import type { Clock } from '../clock';
import type { Alert, AlertSink } from './alert';
import type { AlertBook, Settlement } from './alert-book';
import { AlertSender } from './alert-sender';

export interface AlertSendingOptions {
  uow: UnitOfWork;
  book: AlertBook;
  sinks: readonly AlertSink[];
  source: string;
  clock: Clock;
}

/** Sends alerts as long as the service runs, and logs what did not reach people. */
export class AlertSending implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(AlertSending.name);
  private readonly sender: AlertSender;

  constructor({ uow, book, sinks, source, clock }: AlertSendingOptions) {
    this.sender = new AlertSender({
      uow,
      book,
      sinks,
      source,
      now: () => clock.now(),
      onTrouble: (alert, settlement) => this.report(alert, settlement),
      onError: (error) => this.logger.warn(`alerts wait: ${(error as Error).message}`),
    });
    if (sinks.length === 0)
      this.logger.warn(
        'alerts are sent to nobody: set ALERT_WEBHOOK_URL or ALERT_SMTP_URL; until then they are kept, see GET /alerts',
      );
  }

  onApplicationBootstrap(): void {
    this.sender.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.sender.stop();
  }

  private report(alert: Alert, { state, reason }: Settlement): void {
    const what = `alert ${alert.id}, ${alert.text.subject}`;
    switch (state) {
      case 'kept':
        return this.logger.warn(`${what}: ${alert.text.cause} What to do: ${alert.text.action}`);
      case 'waiting':
        return this.logger.warn(`${what}: not everywhere yet, tried again until it is or is given up: ${reason}`);
      case 'failed':
        return this.logger.error(
          `${what}: given up, send it again with POST /alerts/${alert.id}/send-again: ${reason}`,
        );
      case 'sent':
        if (reason !== null) return this.logger.warn(`${what}: sent, but ${reason}`);
        return this.logger.log(`${what}: sent everywhere now, at attempt ${alert.attempts}`);
    }
  }
}
