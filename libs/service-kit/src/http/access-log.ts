import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';

/**
 * One line per answered request. It names the route, never the address that was called: a webhook's path can hold its
 * secret, and a query can hold anything. Headers and bodies are never logged.
 */
export function logRequests(adapter: FastifyAdapter, logger: Logger): void {
  adapter.getInstance().addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? '(no such route)';
    const line = {
      requestId: request.id,
      method: request.method,
      route,
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime),
    };
    // Probes come every few seconds and say nothing new.
    if (route.startsWith('/health/') && reply.statusCode < 500) logger.debug(line, 'request completed');
    else logger.info(line, 'request completed');
    done();
  });
}
