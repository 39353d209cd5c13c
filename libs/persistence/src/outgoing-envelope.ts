import type { Envelope } from '@tillbridge/contracts';
import type { z } from 'zod';
import { PermanentError } from './errors';
import { machine } from './machine';
import { timeOrderedId } from './time-ordered-id';
import { traceparentOf } from './trace';
import type { OutboxOptions, OutgoingFact } from './outbox';

export interface OutboxRow {
  id: string;
  routingKey: string;
  envelope: Envelope;
}

/** @throws PermanentError naming the path when the payload breaks its schema, or when `service` may not say this. */
export function rowOf(
  fact: OutgoingFact,
  { service, now = () => new Date(machine.nowMs()) }: OutboxOptions,
): OutboxRow {
  const { definition, cause } = fact;
  if (!definition.producers.includes(service)) {
    throw new PermanentError(
      `${definition.routingKey} is not for ${service} to say, only ${definition.producers.join(', ')}`,
    );
  }
  const parsed = definition.payload.safeParse(fact.data);
  if (!parsed.success) throw new PermanentError(`${definition.routingKey}: ${issuesOf(parsed.error)}`);
  const id = timeOrderedId();
  const envelope: Envelope = {
    id,
    type: definition.type,
    version: definition.version,
    producer: service,
    occurredAt: (fact.occurredAt ?? now()).toISOString(),
    correlationId: cause.correlationId,
    causationId: cause.causationId,
    traceparent: traceparentOf(id, cause),
    // The parsed value: a field that the schema does not name never leaves the process.
    data: parsed.data,
  };
  return { id, routingKey: definition.routingKey, envelope };
}

/** Paths and rules, never values. */
function issuesOf(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.') || '(payload)'}: ${issue.message}`).join('; ');
}
