import { createHash } from 'node:crypto';
import type { Cause } from '@tillbridge/contracts';

const traceIdCharacters = 32;
const spanIdCharacters = 16;
const sampled = '01';

/**
 * W3C trace context of one fact. The trace is that of its cause; a first fact's follows from its correlation id, so that
 * whatever begins with the same cause shares one trace, whichever service tells it. Each fact is a span of its own, named
 * by the last half of its id: who has the one finds the other.
 */
export function traceparentOf(factId: string, { traceparent, correlationId }: Cause): string {
  const [version, traceId, , flags] = traceparent?.split('-') ?? ['00', traceIdOf(correlationId), '', sampled];
  return [version, traceId, spanIdOf(factId), flags].join('-');
}

function traceIdOf(correlationId: string): string {
  return createHash('sha256').update(correlationId).digest('hex').slice(0, traceIdCharacters);
}

function spanIdOf(factId: string): string {
  return factId.replaceAll('-', '').slice(-spanIdCharacters);
}
