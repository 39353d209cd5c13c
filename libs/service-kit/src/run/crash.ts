import type { Logger } from 'pino';

/** A process in an unknown state must not go on; the supervisor starts a fresh one. */
export function exitOnUnexpected(logger: Logger): void {
  const die = (what: string) => (error: unknown) => {
    logger.fatal({ err: error }, what);
    process.exit(1);
  };
  process.on('uncaughtException', die('uncaught exception'));
  process.on('unhandledRejection', die('unhandled rejection'));
}
