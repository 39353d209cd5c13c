import { createTransport } from 'nodemailer';
import type { AlertMessage, AlertSink } from './alert';

export interface MailOptions {
  /** smtp://user:password@host:port, or smtps:// where TLS begins with the connection. */
  url: string;
  from: string;
  to: readonly string[];
  timeoutMs?: number;
}

/** Greeting, TLS, login and message together; less than a stopping service waits. */
const timeoutMsDefault = 20_000;
const defaultPorts = { smtp: 587, smtps: 465 };

/** One mail per alert, plain text, to all receivers. */
export function mailSink({ url, from, to, timeoutMs = timeoutMsDefault }: MailOptions): AlertSink {
  const transport = createTransport({
    ...serverOf(url),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    name: 'mail',
    deliver: async (message) => {
      const { rejected } = await within(timeoutMs, transport.sendMail(mailOf(message, from, to)));
      return rejected.length === 0 ? null : `the server takes no mail for ${rejected.join(', ')}`;
    },
  };
}

/** A password is sent only once the connection is encrypted. */
function serverOf(address: string) {
  const url = new URL(address);
  const secure = url.protocol === 'smtps:';
  const port = Number(url.port) || (secure ? defaultPorts.smtps : defaultPorts.smtp);
  const server = { host: url.hostname.replace(/^\[|\]$/g, ''), port, secure };
  if (url.username === '') return server;
  const auth = { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) };
  return { ...server, auth, requireTLS: !secure };
}

/** The id is made of the alert's: a mail that comes twice is shown once by most programs. */
function mailOf({ id, source, at, text }: AlertMessage, from: string, to: readonly string[]) {
  const { subject, cause, action } = text;
  return {
    from,
    to: [...to],
    subject: `[tillbridge] ${subject}`,
    text: [cause, `What to do: ${action}`, `${source}, ${at.toISOString()}, alert ${id}`].join('\n\n') + '\n',
    messageId: `<${id}@${from.replace(/^.*@/, '').replace(/>$/, '')}>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Tillbridge-Alert': id },
  };
}

async function within<T>(timeoutMs: number, sending: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the mail server took longer than ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([sending, late]);
  } finally {
    clearTimeout(timer);
  }
}
