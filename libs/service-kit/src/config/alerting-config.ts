import { isEmail } from 'class-validator';
import { EnvVar } from './env';
import { ServiceConfig } from './service-config';
import { Follows, type SettingRule } from './setting-rule';

const secretLengthMin = 16;

const webhookAddress: SettingRule = (value) => {
  if (value === '') return null;
  const url = urlOf(value);
  if (!url) return 'it is not an address';
  if (!['http:', 'https:'].includes(url.protocol)) return 'it does not start with https:// or http://';
  return url.username || url.password ? 'it holds a user or a password; use ALERT_WEBHOOK_SECRET instead' : null;
};

const webhookSecret: SettingRule = (value, { ALERT_WEBHOOK_URL }) => {
  if (value === '') return null;
  if (ALERT_WEBHOOK_URL === '') return 'there is nothing to sign as long as ALERT_WEBHOOK_URL is not set';
  return String(value).length < secretLengthMin ? `it is shorter than ${secretLengthMin} characters` : null;
};

const mailServer: SettingRule = (value) => {
  if (value === '') return null;
  const url = urlOf(value);
  if (!url || !['smtp:', 'smtps:'].includes(url.protocol)) return 'it does not start with smtp:// or smtps://';
  if (url.hostname === '') return 'it names no host';
  if (![url.username, url.password].every(isEncoded)) return 'user and password have to be percent-encoded';
  return url.username === '' && url.password !== '' ? 'it holds a password but no user' : null;
};

const sender: SettingRule = (value, settings) =>
  withMail(value === '', settings) ?? (value === '' || isMail(value) ? null : 'it is not a mail address');

const receivers: SettingRule = (value, settings) => {
  const list = Array.isArray(value) ? value : [];
  const wrong = list.find((address) => !isMail(address));
  return withMail(list.length === 0, settings) ?? (wrong === undefined ? null : `"${wrong}" is not a mail address`);
};

/** Where alerts to people go. Each may be left out; with none of them they are kept, and shown at GET /alerts. */
export class AlertingConfig extends ServiceConfig {
  @EnvVar({
    what: 'the address that alerts are posted to, https:// or http://, for example an incoming webhook of Slack',
    example: 'https://alerts.example.com/tillbridge',
    secret: true,
    optional: true,
  })
  @Follows(webhookAddress)
  ALERT_WEBHOOK_URL = '';

  @EnvVar({
    what: `${secretLengthMin} characters or more, known to the receiver too; each post is then signed with it`,
    example: '$(openssl rand -hex 24)',
    secret: true,
    optional: true,
  })
  @Follows(webhookSecret)
  ALERT_WEBHOOK_SECRET = '';

  @EnvVar({
    what: 'the mail server, smtp://user:password@host:587 (smtps://…:465 where TLS begins at once), the password percent-encoded',
    example: 'smtp://tillbridge:secret@mail.example.com:587',
    secret: true,
    optional: true,
  })
  @Follows(mailServer)
  ALERT_SMTP_URL = '';

  @EnvVar({
    what: 'the address that mails come from; needed with ALERT_SMTP_URL, and of no use without',
    example: 'tillbridge@example.com',
    optional: true,
  })
  @Follows(sender)
  ALERT_MAIL_FROM = '';

  @EnvVar({
    what: 'one or more addresses, separated by commas; needed with ALERT_SMTP_URL, and of no use without',
    example: 'orders@example.com,owner@example.com',
    kind: 'list',
    optional: true,
  })
  @Follows(receivers)
  ALERT_MAIL_TO: string[] = [];
}

function withMail(isMissing: boolean, { ALERT_SMTP_URL }: Readonly<Record<string, unknown>>): string | null {
  if (isMissing) return ALERT_SMTP_URL === '' ? null : 'mails need it';
  return ALERT_SMTP_URL === '' ? 'no mail is sent as long as ALERT_SMTP_URL is not set' : null;
}

const isMail = (value: unknown): boolean => isEmail(value, { require_tld: false });

function urlOf(value: unknown): URL | null {
  return typeof value === 'string' && URL.canParse(value) ? new URL(value) : null;
}

function isEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
