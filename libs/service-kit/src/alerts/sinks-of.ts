import type { AlertingConfig } from '../config/alerting-config';
import type { AlertSink } from './alert';
import { mailSink } from './mail-sink';
import { webhookSink } from './webhook-sink';

/** One sink for each way to reach people that is configured. */
export function sinksOf(config: AlertingConfig): AlertSink[] {
  const { ALERT_WEBHOOK_URL, ALERT_WEBHOOK_SECRET, ALERT_SMTP_URL, ALERT_MAIL_FROM: from, ALERT_MAIL_TO: to } = config;
  return [
    ...(ALERT_WEBHOOK_URL === ''
      ? []
      : [webhookSink({ url: ALERT_WEBHOOK_URL, secret: ALERT_WEBHOOK_SECRET || null })]),
    ...(ALERT_SMTP_URL === '' ? [] : [mailSink({ url: ALERT_SMTP_URL, from, to })]),
  ];
}
