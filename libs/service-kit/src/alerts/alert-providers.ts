import type { Provider } from '@nestjs/common';
import type { UnitOfWork } from '@tillbridge/persistence';
import type { Clock } from '../clock';
import type { AlertingConfig } from '../config/alerting-config';
import { CLOCK, SERVICE_NAME, UNIT_OF_WORK } from '../tokens';
import type { AlertSink } from './alert';
import type { AlertBook } from './alert-book';
import { TypeOrmAlertBook } from './alert-book.typeorm';
import { AlertSending } from './alert-sending';
import { sinksOf } from './sinks-of';

/** `AlertBook`: where a service writes down what people have to hear. */
export const ALERT_BOOK = Symbol('ALERT_BOOK');
/** `AlertSink[]`: where alerts go, as configured. */
export const ALERT_SINKS = Symbol('ALERT_SINKS');

/** What a service needs that alerts people, beside `AlertsController` and `alertMigrations`. */
export function alertProviders(config: AlertingConfig): Provider[] {
  return [
    { provide: ALERT_BOOK, useFactory: () => new TypeOrmAlertBook() },
    { provide: ALERT_SINKS, useFactory: () => sinksOf(config) },
    {
      provide: AlertSending,
      inject: [UNIT_OF_WORK, ALERT_BOOK, ALERT_SINKS, SERVICE_NAME, CLOCK],
      useFactory: (uow: UnitOfWork, book: AlertBook, sinks: AlertSink[], source: string, clock: Clock) =>
        new AlertSending({ uow, book, sinks, source, clock }),
    },
  ];
}
