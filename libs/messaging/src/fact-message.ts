import { envelopeSchema, findEvent, type Envelope, type ServiceName } from '@tillbridge/contracts';
import type { Message, Options } from 'amqplib';
import type { z } from 'zod';

/** How a fact lies on the wire: its body, and properties that make the management console readable. */
export function messageOf(envelope: Envelope): { routingKey: string; content: Buffer; options: Options.Publish } {
  return {
    routingKey: `${envelope.type}.v${envelope.version}`,
    content: Buffer.from(JSON.stringify(envelope), 'utf8'),
    options: {
      messageId: envelope.id,
      type: envelope.type,
      appId: envelope.producer,
      correlationId: envelope.correlationId,
      contentType: 'application/json',
      contentEncoding: 'utf-8',
      // A fact that no service of ours listens to is told to whoever has bound a queue, and to nobody else.
      mandatory: hasConsumers(envelope),
      timestamp: Math.floor(Date.parse(envelope.occurredAt) / 1_000),
      headers: {
        version: envelope.version,
        ...(envelope.traceparent ? { traceparent: envelope.traceparent } : {}),
      },
    },
  };
}

function hasConsumers({ type, version }: Envelope): boolean {
  return findEvent(type, version)?.consumers.length !== 0;
}

export type ReadFact = { ok: true; envelope: Envelope } | { ok: false; reason: string };

/** A message as a fact that `service` listens to, or why it is none. Reasons name paths and rules, never values. */
export function readFact(message: Pick<Message, 'content'>, service: ServiceName): ReadFact {
  const body = parseJson(message.content);
  if (body === undefined) return refused('the body is not JSON');
  const envelope = envelopeSchema.safeParse(body);
  if (!envelope.success) return refused(`the envelope is not valid: ${issuesOf(envelope.error)}`);
  const { type, version } = envelope.data;
  const definition = findEvent(type, version);
  if (!definition) return refused(`this release knows no ${type}.v${version}`);
  if (!definition.consumers.includes(service)) return refused(`${service} does not listen to ${definition.routingKey}`);
  const data = definition.payload.safeParse(envelope.data.data);
  if (!data.success) return refused(`${definition.routingKey} is not valid: ${issuesOf(data.error)}`);
  return { ok: true, envelope: { ...envelope.data, data: data.data } };
}

function refused(reason: string): ReadFact {
  return { ok: false, reason };
}

function parseJson(content: Buffer): unknown {
  try {
    return JSON.parse(content.toString('utf8'));
  } catch {
    return undefined;
  }
}

function issuesOf(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.') || '(whole)'}: ${issue.message}`).join('; ');
}
