import { RetryableError } from '@tillbridge/persistence';

/** Node and PostgreSQL codes that say "not now": the peer is away, restarting or full, and trying again later may work. */
const weatherCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  '53300', // too many connections
  '55P03', // lock not available
  '57P01', // admin shutdown
  '57P02', // crash shutdown
  '57P03', // cannot connect now
]);
/** pg reports these two without a code. */
const weatherMessages = [/^Connection terminated/, /timeout exceeded when trying to connect/, /^timeout expired/];
const chainLengthMax = 8;

/** Whether an error is the weather (retry later) rather than a bug: looks through wrappers such as TypeORM's. */
export function isWeather(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > chainLengthMax) return false;
  if (error instanceof RetryableError) return true;
  const { code, driverError, cause, errors } = error as Error & Record<string, unknown>;
  if (typeof code === 'string' && (weatherCodes.has(code) || code.startsWith('08'))) return true;
  if (weatherMessages.some((pattern) => pattern.test(error.message))) return true;
  const inner = [driverError, cause, ...(Array.isArray(errors) ? errors : [])];
  return inner.some((wrapped) => isWeather(wrapped, depth + 1));
}
