import type { Cause } from '@tillbridge/contracts';

/** All that is done to one reservation is one trace, and its id is the id of the trace. */
export function causeOf(reservationId: string): Cause {
  const trace = reservationId.replaceAll('-', '');
  return {
    correlationId: reservationId,
    causationId: reservationId,
    traceparent: `00-${trace}-${trace.slice(16)}-01`,
  };
}
