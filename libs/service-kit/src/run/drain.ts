import type { Server } from 'node:http';
import type { INestApplication } from '@nestjs/common';
import type { Logger } from 'pino';
import { Draining } from '../health/draining';

/** Longer than the slowest request or batch, shorter than the 30 s that Kubernetes gives a pod. */
export const drainMaxMs = 25_000;
const idleCheckEveryMs = 50;

/**
 * On SIGTERM or SIGINT: unready, stop accepting, finish what is in flight (requests, then facts), publish what they
 * told, close the pools, exit 0. What takes longer than the bound is abandoned with exit 1; nothing is lost by that,
 * since unacknowledged facts come again and unpublished ones are in the outbox.
 */
export function drainOnSignal(app: INestApplication, logger: Logger, maxMs = drainMaxMs): void {
  const drain = (signal: NodeJS.Signals): void => {
    const draining = app.get(Draining);
    if (draining.active) return;
    draining.active = true;
    logger.info({ signal }, 'stopping: finishing what is in flight');
    setTimeout(() => {
      logger.error({ afterMs: maxMs }, 'stopping took too long, leaving the rest to the next start');
      process.exit(1);
    }, maxMs).unref();
    closeIdleConnections(app.getHttpServer());
    app.close().then(
      () => {
        logger.info('stopped');
        process.exit(0);
      },
      (error: unknown) => {
        logger.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', drain);
  process.on('SIGINT', drain);
}

/**
 * A server that closes drops the connections that are idle at that moment; one whose last request finishes later would be
 * kept open for its next one, and hold up the end of the process for as long as keep-alive lasts.
 */
function closeIdleConnections(server: Server): void {
  setInterval(() => server.closeIdleConnections(), idleCheckEveryMs).unref();
}
