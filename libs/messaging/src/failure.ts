import { isDatabaseAway, PermanentError } from '@tillbridge/persistence';
import { createHash } from 'node:crypto';
import type { Message, Options } from 'amqplib';
import type { RetryQueue, ServiceTopology } from './topology';

/** Headers a failed message carries, for the next try and for the person who finds it parked. */
export const failureHeaders = {
  /** How many tries have failed. */
  attempt: 'x-attempt',
  reason: 'x-reason',
  firstFailedAt: 'x-first-failed-at',
  parkedAt: 'x-parked-at',
} as const;

const reasonLengthMax = 500;

export interface Destination {
  queue: string;
  parked: boolean;
  options: Options.Publish;
}

/**
 * Where a message goes that failed just now: the next retry queue, or aside for a person. Weather counts as no try, or a
 * database that is away for an afternoon would set every fact of that afternoon aside.
 */
export function destinationOf(message: Message, error: unknown, topology: ServiceTopology, now: Date): Destination {
  const isWeather = isDatabaseAway(error);
  const attempt = attemptsOf(message) + (isWeather ? 0 : 1);
  const retry = isWeather ? topology.retries.at(-1) : nextRetry(error, attempt, topology);
  const headers: Record<string, unknown> = {
    ...withoutBrokerHeaders(message.properties.headers ?? {}),
    [failureHeaders.attempt]: attempt,
    [failureHeaders.reason]: reasonOf(error),
    [failureHeaders.firstFailedAt]: message.properties.headers?.[failureHeaders.firstFailedAt] ?? now.toISOString(),
  };
  if (!retry) headers[failureHeaders.parkedAt] = now.toISOString();
  return {
    queue: retry?.name ?? topology.parked,
    parked: !retry,
    options: republishOptions(message, headers),
  };
}

function nextRetry(error: unknown, attempt: number, topology: ServiceTopology): RetryQueue | undefined {
  return error instanceof PermanentError ? undefined : topology.retries[attempt - 1];
}

/** The same message, with other headers. */
export function republishOptions(message: Message, headers: Record<string, unknown>): Options.Publish {
  const { type, appId, correlationId, contentType, contentEncoding, timestamp } = message.properties;
  return { type, appId, correlationId, contentType, contentEncoding, timestamp, messageId: idOf(message), headers };
}

/** Headers as the producer set them: no trace of failures and of the broker's own bookkeeping. */
export function producerHeaders(headers: Record<string, unknown>): Record<string, unknown> {
  const ours = new Set<string>(Object.values(failureHeaders));
  return Object.fromEntries(Object.entries(withoutBrokerHeaders(headers)).filter(([name]) => !ours.has(name)));
}

export function attemptsOf(message: Message): number {
  const attempt: unknown = message.properties.headers?.[failureHeaders.attempt];
  return typeof attempt === 'number' && Number.isInteger(attempt) && attempt > 0 ? attempt : 0;
}

/** Something to call a message by; what is no fact of ours may have come without an id. */
export function idOf(message: Message): string {
  const id: unknown = message.properties.messageId;
  if (typeof id === 'string' && id !== '') return id;
  return `sha256-${createHash('sha256').update(message.content).digest('hex').slice(0, 32)}`;
}

/** Delivery counts and death records are about one stay in one queue; carried along they would be wrong. */
function withoutBrokerHeaders(headers: Record<string, unknown>): Record<string, unknown> {
  const isBrokers = /^(x-death|x-delivery-count|x-acquired-count|x-(first|last)-death-.*)$/;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !isBrokers.test(name)));
}

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.slice(0, reasonLengthMax);
}
