import { createHmac } from 'node:crypto';
import { machine } from '@tillbridge/persistence';
import { SinkBusy, type AlertMessage, type AlertSink } from './alert';

export interface WebhookOptions {
  /** http or https; for chats it is a secret itself, and appears in no message. */
  url: string;
  /** Shared with the receiver, who then can tell that a message is ours. */
  secret: string | null;
  timeoutMs?: number;
}

const timeoutMsDefault = 10_000;

/** One POST per alert: words for a chat in `text`, the same for programs beside it. */
export function webhookSink({ url, secret, timeoutMs = timeoutMsDefault }: WebhookOptions): AlertSink {
  return {
    name: 'webhook',
    deliver: async (message) => {
      const body = JSON.stringify(bodyOf(message));
      const response = await post(url, body, headersOf(message, body, secret), timeoutMs);
      await response.body?.cancel();
      if (!response.ok) throw refusalOf(response);
      return null;
    },
  };
}

function refusalOf({ status, headers }: Response): Error {
  const reason = `it answered ${status}${status === 429 ? ' (too many)' : ''}`;
  const waitMs = status === 429 || status === 503 ? retryAfterMs(headers.get('retry-after')) : null;
  return waitMs === null ? new Error(reason) : new SinkBusy(reason, waitMs);
}

/** Seconds or a date, by the standard; null for anything else, or when it is over. */
function retryAfterMs(value: string | null): number | null {
  const seconds = Number(value ?? '');
  const waitMs = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(value ?? '') - machine.nowMs();
  return waitMs > 0 ? waitMs : null;
}

function bodyOf({ id, source, at, text, fields }: AlertMessage) {
  const { subject, cause, action } = text;
  const words = [`*${escaped(subject)}*`, escaped(cause), `*What to do:* ${escaped(action)}`].join('\n');
  return { text: words, id, source, at: at.toISOString(), subject, cause, action, details: fields };
}

/** A chat reads these three as commands: a title must not be able to call a whole channel. */
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function headersOf(message: AlertMessage, body: string, secret: string | null): Record<string, string> {
  const headers = { 'content-type': 'application/json', 'idempotency-key': message.id };
  if (secret === null) return headers;
  return { ...headers, 'x-tillbridge-signature': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` };
}

/** A redirect is not followed: it would carry the message to an address that nobody configured. */
async function post(url: string, body: string, headers: Record<string, string>, timeoutMs: number): Promise<Response> {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    return await fetch(url, { method: 'POST', body, headers, signal, redirect: 'manual' });
  } catch (error) {
    throw new Error(reasonOf(error, timeoutMs), { cause: error });
  }
}

function reasonOf(error: unknown, timeoutMs: number): string {
  const { name, cause } = error as { name?: string; cause?: { code?: unknown } };
  if (name === 'TimeoutError') return `it did not answer within ${timeoutMs} ms`;
  return `it cannot be reached${typeof cause?.code === 'string' ? ` (${cause.code})` : ''}`;
}
