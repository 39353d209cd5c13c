import { applyDecorators, UseFilters, Catch, type RpcExceptionFilter } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { throwError, type Observable } from 'rxjs';

/** The transport id of FactServer; handlers of other transports in the same application are left alone. */
export const factTransport = Symbol('tillbridge facts');
export const factBatchPattern = 'tillbridge.fact-batch';

/** Nest's own filter turns every error into "Internal server error"; the server needs to know what really happened. */
@Catch()
export class RethrowFilter implements RpcExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

/**
 * Marks the ONE controller method of a service that takes its facts: `method(envelopes: Envelope[]): Promise<void>`.
 *
 * It is called with a batch of validated envelopes, each id once. When it resolves, all are acknowledged, so it must
 * have committed by then. When it throws, the batch is split until the message at fault stands alone: PermanentError parks
 * that one, a database that is away makes the whole consumer wait, anything else is tried again later, a bounded number of times.
 */
export const FactBatch = (): MethodDecorator =>
  applyDecorators(EventPattern<string>(factBatchPattern, factTransport), UseFilters(RethrowFilter));
