import { MemoryUnitOfWork } from '@tillbridge/persistence';
import { SinkBusy, type Alert, type AlertMessage, type AlertSink } from './alert';
import type { Settlement } from './alert-book';
import { newAlert } from './alert-book.contract';
import { MemoryAlertBook } from './alert-book.memory';
import { AlertSender } from './alert-sender';

const start = new Date('2026-11-23T10:00:00.000Z');
const hourMs = 3_600_000;

describe('AlertSender', () => {
  let uow: MemoryUnitOfWork;
  let book: MemoryAlertBook;
  let troubles: [Alert, Settlement][];
  let errors: unknown[];
  let senders: AlertSender[];

  const senderOf = (...sinks: AlertSink[]) => sendingEvery(1_000, sinks);
  const sendingEvery = (pollMs: number, sinks: AlertSink[]) => {
    const sender = new AlertSender({
      uow,
      book,
      sinks,
      source: 'inventory-core',
      now: () => new Date(),
      onTrouble: (...trouble) => troubles.push(trouble),
      onError: (error) => errors.push(error),
      bounds: { pollMs },
    });
    senders.push(sender);
    sender.start();
  };
  const add = (key: string, dueAt = start) => uow.run((tx) => book.add(tx, [newAlert(key, { dueAt })], new Date()));
  const alert = async (key: string) => (await uow.run((tx) => book.find(tx, [key]))).get(key)!;
  const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);
  /** A sink that fails as long as `away` says so. */
  const sink = (name: string, away: () => boolean = () => false) => {
    const got: AlertMessage[] = [];
    const tried: number[] = [];
    const deliver = async (message: AlertMessage) => {
      tried.push(Date.now() - start.getTime());
      if (away()) throw new Error('it answered 500');
      got.push(message);
      return null;
    };
    return { name, deliver, got, tried };
  };

  beforeEach(() => {
    jest.useFakeTimers({ now: start });
    uow = new MemoryUnitOfWork({ sleep: async () => undefined });
    book = new MemoryAlertBook();
    [troubles, errors, senders] = [[], [], []];
  });
  afterEach(async () => {
    await Promise.all(senders.map((sender) => sender.stop()));
    jest.useRealTimers();
    expect(errors).toEqual([]);
  });

  it('sends what is due to every sink, once, and nothing early', async () => {
    const [chat, mail] = [sink('webhook'), sink('mail')];
    await add('a');
    await add('b', new Date(start.getTime() + 30_000));
    senderOf(chat, mail);
    await pass(29_000);
    expect([chat, mail].map(({ got }) => got.map(({ fields }) => fields))).toEqual([
      [{ about: 'a' }],
      [{ about: 'a' }],
    ]);
    await pass(60_000);
    expect([chat, mail].map(({ got }) => got.map(({ fields }) => fields.about))).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
    expect(await alert('a')).toMatchObject({
      state: 'sent',
      sentAt: start,
      delivered: expect.arrayContaining(['webhook', 'mail']),
    });
    expect(chat.got[0]).toMatchObject({ id: (await alert('a')).id, source: 'inventory-core', at: start });
    expect(troubles).toEqual([]);
  });

  it('waits twice as long after each failure, and asks no sink again that has taken it', async () => {
    const [chat, mail] = [sink('webhook', () => Date.now() < start.getTime() + 10_000), sink('mail')];
    await add('a');
    senderOf(chat, mail);
    await pass(20_000);
    expect(chat.tried).toEqual([0, 1_000, 3_000, 7_000, 15_000]);
    expect([chat.got.length, mail.got.length]).toEqual([1, 1]);
    expect((await alert('a')).reason).toBeNull();
  });

  it('tells of an alert that waits when it begins and when it ends, not at each attempt', async () => {
    const until = (ms: number) => () => Date.now() < start.getTime() + ms;
    await add('a');
    senderOf(sink('webhook', until(10_000)));
    await pass(20_000);
    expect(troubles.map(([, { state, reason }]) => [state, reason])).toEqual([
      ['waiting', 'webhook: it answered 500'],
      ['sent', null],
    ]);
  });

  it('leaves a sink alone for as long as it asks, whatever comes, and no other because of it', async () => {
    const mail = sink('mail', () => Date.now() < start.getTime() + 2_000);
    const asked: number[] = [];
    const chat: AlertSink = {
      name: 'webhook',
      deliver: async () => {
        asked.push(Date.now() - start.getTime());
        if (asked.length === 1) throw new SinkBusy('it answered 429 (too many)', 60_000);
        return null;
      },
    };
    await add('a');
    await add('b', new Date(start.getTime() + 20_000));
    senderOf(chat, mail);
    await pass(30_000);
    expect(asked).toEqual([0]);
    expect(mail.tried).toEqual([0, 1_000, 3_000, 20_000]);
    expect((await alert('b')).reason).toBe('webhook: it asked to be left alone until 2026-11-23T10:01:00.000Z');
    await pass(31_000);
    expect(asked).toEqual([0, 60_000, 60_000]);
    expect([(await alert('a')).state, (await alert('b')).state]).toEqual(['sent', 'sent']);
  });

  it('asks a sink that wants to be left alone for ever once more within the hour', async () => {
    const tried: number[] = [];
    const deliver = async () => {
      tried.push(Date.now() - start.getTime());
      throw new SinkBusy('it answered 503', 365 * 24 * hourMs);
    };
    await add('a');
    senderOf({ name: 'webhook', deliver });
    await pass(hourMs + 1_000);
    expect(tried).toEqual([0, hourMs]);
  });

  it('gives up a day after the first attempt, with the reason, and not before', async () => {
    const mail = sink('mail', () => true);
    await add('a');
    sendingEvery(hourMs, [mail]);
    await pass(24 * hourMs - 1_000);
    expect((await alert('a')).state).toBe('waiting');
    await pass(600_000);
    expect(await alert('a')).toMatchObject({ state: 'failed', reason: 'mail: it answered 500', delivered: [] });
    const { length } = mail.tried;
    await pass(24 * hourMs);
    expect(mail.tried).toHaveLength(length);
    expect(troubles.at(-1)?.[1].state).toBe('failed');
  });

  it('sends again what a person asks for, under a new id if it had been sent', async () => {
    let away = true;
    const mail = sink('mail', () => away);
    await add('a');
    sendingEvery(60_000, [mail]);
    await pass(25 * hourMs);
    away = false;
    const { id } = await alert('a');
    const again = async () => {
      expect(await uow.run((tx) => book.sendAgain(tx, id, new Date()))).toBe(true);
      await pass(60_000);
    };
    await again();
    await again();
    await again();
    expect(mail.got.map((message) => message.id)).toEqual([id, `${id}-1`, `${id}-2`]);
  });

  it('keeps what is due while no sink is configured, and says so', async () => {
    await add('a');
    senderOf();
    await pass(1_000);
    expect(await alert('a')).toMatchObject({ state: 'kept', reason: expect.stringContaining('ALERT_WEBHOOK_URL') });
    expect(troubles.map(([{ key }, { state }]) => [key, state])).toEqual([['a', 'kept']]);
  });

  it('tells what a sink had to remark although it took the alert', async () => {
    await add('a');
    senderOf({ name: 'mail', deliver: async () => 'the server takes no mail for x@example.com' });
    await pass(0);
    expect(await alert('a')).toMatchObject({
      state: 'sent',
      reason: 'mail: the server takes no mail for x@example.com',
    });
  });

  it('sends more than one round takes, and each once although two senders share the book', async () => {
    const chat = sink('webhook');
    for (let n = 0; n < 50; n += 1) await add(`k${n}`);
    senderOf(chat);
    senderOf(chat);
    await pass(5_000);
    const ids = chat.got.map(({ id }) => id);
    expect(ids).toHaveLength(50);
    expect(new Set(ids).size).toBe(50);
  });

  it('sends once more, under the same id, what a sender that died had claimed', async () => {
    const chat = sink('webhook');
    await add('a');
    await uow.run((tx) => book.claim(tx, start, { limit: 1, leaseMs: 120_000, patienceMs: hourMs }));
    senderOf(chat);
    await pass(119_000);
    expect(chat.got).toEqual([]);
    await pass(2_000);
    expect(chat.got.map(({ id }) => id)).toEqual([(await alert('a')).id]);
  });

  it('forgets after half a year what was sent', async () => {
    await add('a');
    sendingEvery(hourMs, [sink('mail')]);
    await pass(179 * 24 * hourMs);
    expect(await alert('a')).toBeDefined();
    await pass(2 * 24 * hourMs);
    expect(await alert('a')).toBeUndefined();
  });
});
