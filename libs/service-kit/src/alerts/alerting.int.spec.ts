import { createDataSource, migrate, platformMigrations, TypeOrmUnitOfWork } from '@tillbridge/persistence';
import { eventually, freshDatabase, type FreshDatabase } from '@tillbridge/testing';
import { SmtpListener } from '../../spec-kit/smtp-listener';
import { WebhookListener } from '../../spec-kit/webhook-listener';
import type { AlertSink } from './alert';
import { newAlert } from './alert-book.contract';
import { TypeOrmAlertBook } from './alert-book.typeorm';
import { AlertSender } from './alert-sender';
import { alertMigrations } from './create-alert.typeorm';
import { mailSink } from './mail-sink';
import { webhookSink } from './webhook-sink';

describe('alerts on their way to people', () => {
  let database: FreshDatabase;
  let dataSource: ReturnType<typeof createDataSource>;
  let uow: TypeOrmUnitOfWork;
  let chat: WebhookListener;
  let server: SmtpListener;
  let senders: AlertSender[] = [];
  const book = new TypeOrmAlertBook();

  beforeAll(async () => {
    database = await freshDatabase('alerting');
    const migrations = [...platformMigrations, ...alertMigrations];
    dataSource = createDataSource({ url: database.url, schema: 'alerting', entities: [], migrations });
    await migrate(dataSource);
    uow = new TypeOrmUnitOfWork(dataSource);
  });
  afterAll(async () => {
    await dataSource?.destroy();
    await database?.drop();
  });
  beforeEach(async () => {
    await dataSource.query('TRUNCATE alert');
    [chat, server] = await Promise.all([WebhookListener.open(), SmtpListener.open()]);
  });
  afterEach(async () => {
    await Promise.all(senders.map((sender) => sender.stop()));
    senders = [];
    await Promise.all([chat.close(), server.close()]);
  });

  const webhook = () => webhookSink({ url: chat.url, secret: null });
  const mail = () => mailSink({ url: server.url, from: 'tillbridge@example.com', to: ['orders@example.com'] });
  const add = (...keys: string[]) =>
    uow.run((tx) =>
      book.add(
        tx,
        keys.map((key) => newAlert(key, { dueAt: new Date() })),
        new Date(),
      ),
    );
  const start = (instances: number, sinks: () => AlertSink[], inUse: TypeOrmAlertBook = book) => {
    const errors: unknown[] = [];
    for (let n = 0; n < instances; n += 1)
      senders.push(
        new AlertSender({
          uow,
          book: inUse,
          sinks: sinks(),
          source: 'inventory-core',
          now: () => new Date(),
          onTrouble: () => undefined,
          onError: (error) => errors.push(error),
          bounds: { pollMs: 100, atOnceMax: 5 },
        }),
      );
    for (const sender of senders) sender.start();
    return errors;
  };
  const allSent = () =>
    eventually(async () => {
      const [{ open }] = await dataSource.query(`SELECT count(*)::int AS open FROM alert WHERE state <> 'sent'`);
      return open === 0;
    });
  const about = () => chat.posts.map(({ body }) => (JSON.parse(body) as { subject: string }).subject);

  it('come to the webhook although it answers 500 at first, under one id', async () => {
    chat.status = () => (chat.posts.length === 1 ? 500 : 200);
    await add('a');
    start(1, () => [webhook()]);
    await allSent();
    expect(about()).toEqual(['About a', 'About a']);
    expect(new Set(chat.posts.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  });

  it('come by mail although the server defers at first, and to the webhook once meanwhile', async () => {
    let deferred = 0;
    server.takes = () => (deferred += 1) > 1;
    await add('a');
    start(1, () => [webhook(), mail()]);
    await allSent();
    expect(server.mails.map(({ data }) => /^Subject: (.*)\r$/m.exec(data)?.[1])).toEqual(['[tillbridge] About a']);
    expect(about()).toEqual(['About a']);
  });

  it('come exactly once after the receivers were away and are back', async () => {
    await Promise.all([chat.close(), server.close()]);
    await add('a', 'b');
    start(2, () => [webhook(), mail()]);
    await eventually(async () => {
      const rows = await dataSource.query(
        `SELECT 1 FROM alert WHERE state = 'waiting' AND reason LIKE '%ECONNREFUSED%'`,
      );
      return rows.length === 2;
    });
    [chat, server] = await Promise.all([WebhookListener.open(chat.port), SmtpListener.open(server.port)]);
    await allSent();
    expect(about().sort()).toEqual(['About a', 'About b']);
    expect(server.mails).toHaveLength(2);
  });

  const keys = Array.from({ length: 40 }, (_, n) => `k${n}`);

  it('come once each although several instances send', async () => {
    await add(...keys);
    const errors = start(4, () => [webhook()]);
    await allSent();
    expect(about().sort()).toEqual(keys.map((key) => `About ${key}`).sort());
    expect(errors).toEqual([]);
  });

  // Shows that the claim is what guards the case above: with it taken out the same instances send one alert several times.
  it('come several times when the claim is taken out', async () => {
    class Unclaimed extends TypeOrmAlertBook {
      override async claim(...[tx, now, { limit }]: Parameters<TypeOrmAlertBook['claim']>) {
        const waiting = await this.page(tx, { state: 'waiting', after: null, limit });
        return waiting.filter(({ dueAt }) => dueAt <= now);
      }
    }
    await add(...keys);
    start(4, () => [webhook()], new Unclaimed());
    await allSent();
    expect(about().length).toBeGreaterThan(keys.length);
  });
});
