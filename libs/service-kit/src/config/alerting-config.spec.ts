import { AlertingConfig } from './alerting-config';
import { ConfigurationError } from './configuration-error';
import { parseEnvironment } from './env';

const needed = {
  DATABASE_URL: 'postgresql://tillbridge:secret@localhost:5432/tillbridge',
  AMQP_URL: 'amqp://localhost:5672',
  TILLBRIDGE_SERVICE_TOKENS: 'service-token-0123456789',
  TILLBRIDGE_OPERATOR_TOKENS: 'operator-token-0123456789',
  TILLBRIDGE_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
};
const mail = {
  ALERT_SMTP_URL: 'smtp://tillbridge:hunter2@mail.example.com:587',
  ALERT_MAIL_FROM: 'tillbridge@example.com',
  ALERT_MAIL_TO: 'orders@example.com, owner@example.com',
};
const parse = (env: Record<string, string>) =>
  parseEnvironment(AlertingConfig, { ...needed, ...env }, 'inventory-core');

function errorOf(env: Record<string, string>): string {
  try {
    parse(env);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  throw new Error('the environment was accepted');
}

describe('the settings of alerts', () => {
  it('may all be left out, or be empty as compose files write it', () => {
    const none = { ALERT_WEBHOOK_URL: '', ALERT_SMTP_URL: '', ALERT_MAIL_FROM: '', ALERT_MAIL_TO: [] };
    expect(parse({})).toMatchObject(none);
    expect(parse({ ALERT_WEBHOOK_URL: '', ALERT_SMTP_URL: '', ALERT_MAIL_TO: '' })).toMatchObject(none);
  });

  it('name a webhook, a mail server with sender and receivers, or both', () => {
    const ALERT_WEBHOOK_URL = 'http://127.0.0.1:4000/hook';
    expect(parse({ ALERT_WEBHOOK_URL, ALERT_WEBHOOK_SECRET: 'a shared secret of some length' })).toMatchObject({
      ALERT_WEBHOOK_URL,
    });
    expect(parse({ ALERT_WEBHOOK_URL, ...mail })).toMatchObject({
      ...mail,
      ALERT_MAIL_TO: ['orders@example.com', 'owner@example.com'],
    });
  });

  it.each<[string, Record<string, string>, string]>([
    ['ALERT_WEBHOOK_URL', { ALERT_WEBHOOK_URL: 'hunter2' }, 'it is not an address'],
    ['ALERT_WEBHOOK_URL', { ALERT_WEBHOOK_URL: 'ftp://hunter2/x' }, 'it does not start with https:// or http://'],
    ['ALERT_WEBHOOK_URL', { ALERT_WEBHOOK_URL: 'https://a:hunter2@b/x' }, 'use ALERT_WEBHOOK_SECRET instead'],
    ['ALERT_WEBHOOK_SECRET', { ALERT_WEBHOOK_SECRET: 'hunter2' }, 'as long as ALERT_WEBHOOK_URL is not set'],
    ['ALERT_WEBHOOK_SECRET', { ALERT_WEBHOOK_URL: 'https://b/x', ALERT_WEBHOOK_SECRET: 'hunter2' }, 'shorter than 16'],
    ['ALERT_SMTP_URL', { ...mail, ALERT_SMTP_URL: 'mail.example.com:25' }, 'it does not start with smtp://'],
    ['ALERT_SMTP_URL', { ...mail, ALERT_SMTP_URL: 'smtp:///hunter2' }, 'it names no host'],
    ['ALERT_SMTP_URL', { ...mail, ALERT_SMTP_URL: 'smtp://a:100%hunter2@b' }, 'have to be percent-encoded'],
    ['ALERT_SMTP_URL', { ...mail, ALERT_SMTP_URL: 'smtp://:hunter2@b' }, 'it holds a password but no user'],
    ['ALERT_MAIL_FROM', { ...mail, ALERT_MAIL_FROM: 'tillbridge' }, 'it is not a mail address'],
    ['ALERT_MAIL_TO', { ...mail, ALERT_MAIL_TO: 'orders@example.com,owner' }, '"owner" is not a mail address'],
    ['ALERT_MAIL_FROM', { ALERT_MAIL_FROM: mail.ALERT_MAIL_FROM }, 'as long as ALERT_SMTP_URL is not set'],
    ['ALERT_MAIL_TO', { ALERT_MAIL_TO: mail.ALERT_MAIL_TO }, 'as long as ALERT_SMTP_URL is not set'],
  ])('say what is wrong with %s and show no secret', (name, env, problem) => {
    const message = errorOf(env);
    expect(message).toContain('one environment variable is missing or wrong');
    expect(message).toMatch(new RegExp(`^ +${name} is `, 'm'));
    expect(message).toContain(problem);
    expect(message).toContain(`Example:   ${name}=`);
    expect(message).not.toContain('hunter2');
  });

  it('ask for sender and receivers as soon as there is a mail server', () => {
    const message = errorOf({ ALERT_SMTP_URL: mail.ALERT_SMTP_URL });
    expect(message).toContain('2 environment variables are missing or wrong');
    expect(message).toContain('ALERT_MAIL_FROM is not set.');
    expect(message).toContain('ALERT_MAIL_TO is not set.');
    expect(message).toContain('needed with ALERT_SMTP_URL');
  });
});
