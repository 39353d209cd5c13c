import { Logger } from '@nestjs/common';
import type { StoreJournal } from '@tillbridge/gateway-kit';

/** Trouble goes to the structured log. Errors are told by message and stack; what a vendor sent is never among it. */
export function logJournal(name: string): StoreJournal {
  const logger = new Logger(name);
  return {
    warn: (what, details) => logger.warn({ ...details }, what),
    error: (what, error, details) => logger.error({ ...details, err: error }, what),
  };
}
