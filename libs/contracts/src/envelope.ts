import { z } from 'zod';

/**
 * What travels around every fact. `id` is the identity a consumer de-duplicates on; `causationId` names the fact or
 * vendor delivery this one follows from; `correlationId` stays the same along the whole chain.
 */
export const envelopeSchema = z.object({
  id: z.uuid(),
  type: z.string().min(1),
  version: z.number().int().positive(),
  producer: z.string().min(1),
  occurredAt: z.iso.datetime(),
  correlationId: z.string().min(1),
  causationId: z.string().min(1).nullable(),
  /** W3C trace context, carried through the outbox so that one trace spans every process. */
  traceparent: z
    .string()
    .regex(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/)
    .nullable(),
  data: z.unknown(),
});

export type Envelope<Data = unknown> = Omit<z.infer<typeof envelopeSchema>, 'data'> & { data: Data };

/** What a fact needs to know of the thing that caused it. */
export interface Cause {
  correlationId: string;
  causationId: string | null;
  traceparent: string | null;
}

/** The cause that a fact hands on to the facts that follow from it. */
export function causedBy(envelope: Envelope): Cause {
  return {
    correlationId: envelope.correlationId,
    causationId: envelope.id,
    traceparent: envelope.traceparent,
  };
}
