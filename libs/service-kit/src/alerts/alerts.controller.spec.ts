import { ConflictException, NotFoundException } from '@nestjs/common';
import { MemoryUnitOfWork } from '@tillbridge/persistence';
import type { AlertSink } from './alert';
import { newAlert } from './alert-book.contract';
import { MemoryAlertBook } from './alert-book.memory';
import { AlertsController } from './alerts.controller';

const now = new Date('2026-11-23T10:00:00.000Z');
const sink: AlertSink = { name: 'mail', deliver: async () => null };

describe('the routes of alerts', () => {
  const uow = new MemoryUnitOfWork();
  let book: MemoryAlertBook;
  const routes = (...sinks: AlertSink[]) => new AlertsController(uow, book, sinks, { now: () => now });
  const page = (limit: number, after?: string) => routes(sink).page({ limit, after });

  beforeEach(async () => {
    book = new MemoryAlertBook();
    const alerts = ['a', 'b'].map((key) => newAlert(key, { dueAt: now }));
    await uow.run((tx) => book.add(tx, alerts, now));
  });

  const fails = async () => {
    const [failed] = await uow.run((tx) => book.claim(tx, now, { limit: 1, leaseMs: 1, patienceMs: 1 }));
    await uow.run((tx) => book.settle(tx, failed, { state: 'failed', reason: 'mail: away' }));
    return failed.id;
  };

  it('show alerts page by page, and only those in a state when asked', async () => {
    const first = await page(1);
    expect(first.alerts).toMatchObject([{ subject: 'About b', details: { about: 'b' }, dueAt: now.toISOString() }]);
    const second = await page(1, first.next!);
    expect(second.alerts).toMatchObject([{ subject: 'About a' }]);
    expect(await page(2, second.next!)).toEqual({ alerts: [], next: null });
    const id = await fails();
    expect(await routes(sink).page({ state: 'failed', limit: 9 })).toMatchObject({
      alerts: [{ id, state: 'failed', reason: 'mail: away', dueAt: null }],
      next: null,
    });
  });

  it('send again what failed', async () => {
    const id = await fails();
    expect(await routes(sink).sendAgain(id)).toMatchObject({ id, state: 'waiting', dueAt: now.toISOString() });
  });

  it('refuse what is on its way already, what is not known, and what nobody would hear', async () => {
    const [{ id }] = (await page(1)).alerts;
    await expect(routes(sink).sendAgain(id)).rejects.toThrow(ConflictException);
    await expect(routes(sink).sendAgain('01932f6e-7c00-7d30-8a10-5a2c3e4f5a6b')).rejects.toThrow(NotFoundException);
    const failed = await fails();
    await expect(routes().sendAgain(failed)).rejects.toThrow('set ALERT_WEBHOOK_URL or ALERT_SMTP_URL');
  });
});
