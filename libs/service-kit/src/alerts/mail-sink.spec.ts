import { SmtpListener } from '../../spec-kit/smtp-listener';
import type { AlertMessage } from './alert';
import { mailSink } from './mail-sink';

const message: AlertMessage = {
  id: '01932f6e-7c00-7d30-8a10-5a2c3e4f5a6b',
  source: 'inventory-core',
  at: new Date('2026-11-23T10:00:00.000Z'),
  text: { subject: 'Order #1 is short', cause: 'It is gone.', action: 'Look for it.' },
  fields: {},
};
const to = ['orders@example.com', 'owner@example.com'];

describe('the mail sink', () => {
  let server: SmtpListener;
  beforeEach(async () => {
    server = await SmtpListener.open();
  });
  afterEach(() => server.close());

  const sink = (url = server.url) => mailSink({ url, from: 'tillbridge@example.com', to, timeoutMs: 1_000 });

  it('sends one mail to all receivers, with subject, cause, action and a stable Message-ID', async () => {
    expect(await sink().deliver(message)).toBeNull();
    expect(server.mails).toMatchObject([{ from: 'tillbridge@example.com', to }]);
    const [{ data }] = server.mails;
    expect(data).toContain('Subject: [tillbridge] Order #1 is short\r\n');
    expect(data).toContain(`Message-ID: <${message.id}@example.com>\r\n`);
    expect(data).toContain('Auto-Submitted: auto-generated\r\n');
    expect(data).toContain('\r\n\r\nIt is gone.\r\n\r\nWhat to do: Look for it.\r\n');
  });

  it('lets a subject write no header of its own', async () => {
    const text = { ...message.text, subject: 'Order\r\nBcc: x@example.com' };
    await sink().deliver({ ...message, text });
    expect(server.mails).toMatchObject([{ to }]);
    expect(server.mails[0].data).not.toMatch(/^Bcc:/m);
  });

  it('reports a receiver that the server does not know, while the others get the mail', async () => {
    server.unknown.add(to[1]);
    expect(await sink().deliver(message)).toBe('the server takes no mail for owner@example.com');
    expect(server.mails).toMatchObject([{ to: [to[0]] }]);
  });

  it('fails when no receiver is known, when the server defers, and when nobody is there', async () => {
    server.takes = () => false;
    await expect(sink().deliver(message)).rejects.toThrow('451 come back later');
    to.forEach((address) => server.unknown.add(address));
    await expect(sink().deliver(message)).rejects.toThrow('550 no such mailbox');
    await server.close();
    await expect(sink().deliver(message)).rejects.toThrow('ECONNREFUSED');
    server = await SmtpListener.open();
  });

  it('gives no password to a server that does not encrypt', async () => {
    const url = server.url.replace('smtp://', 'smtp://tillbridge:hunter2@');
    const failure: Error = await sink(url)
      .deliver(message)
      .then(
        () => new Error('delivered'),
        (error) => error,
      );
    expect(failure.message).toMatch(/TLS/);
    expect(failure.message).not.toContain('hunter2');
    expect(server.mails).toEqual([]);
  });
});
