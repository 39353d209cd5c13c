import { PermanentError, RetryableError, StaleVersion, Unavailable } from './errors';

/** SQLSTATE classes in which the server, or the way to it, is at fault and not the statement. */
const weatherClasses = new Set([
  '08', // connection exception
  '53', // insufficient resources: too many connections, memory or disk used up
  '58', // system error: the server could not read or write a file
]);
const weatherStates = new Set([
  '25006', // read only: a standby, or a primary that is being replaced
  '25P03', // idle in transaction for too long
  '55P03', // a lock was not free in time
  '57014', // cancelled: the statement took too long
  '57P01', // shutting down
  '57P02', // crashed
  '57P03', // starting up
  '57P05', // idle session ended
]);
const socketCodes = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);
/** What pg says without a code. */
const pgMessages = [
  /^Connection terminated/,
  /^timeout exceeded when trying to connect/,
  /^timeout expired/,
  /^Query read timeout/,
  /^Client has encountered a connection error/,
  /^Client was closed/,
];
/** Wrappers are few; a chain that goes on and on is a circle. */
const chainLengthMax = 8;

/**
 * Whether `error` says that the database, or the way to it, is in trouble, so that the same work may succeed later and
 * no other work will until then. Looks through wrappers such as TypeORM's. An error of our own kinds has been judged by
 * whoever threw it, and that judgement stands.
 */
export function isDatabaseAway(error: unknown): boolean {
  return isAway(error, chainLengthMax);
}

function isAway(error: unknown, depthLeft: number): boolean {
  if (!(error instanceof Error) || depthLeft === 0) return false;
  if (error instanceof Unavailable) return true;
  if (isJudged(error)) return false;
  const { code, driverError, cause, errors } = error as Error & Record<string, unknown>;
  if (typeof code === 'string' && isWeatherCode(code)) return true;
  if (pgMessages.some((pattern) => pattern.test(error.message))) return true;
  const inner = [driverError, cause, ...(Array.isArray(errors) ? errors : [])];
  return inner.some((wrapped) => isAway(wrapped, depthLeft - 1));
}

function isJudged(error: Error): boolean {
  return [RetryableError, PermanentError, StaleVersion].some((kind) => error instanceof kind);
}

function isWeatherCode(code: string): boolean {
  return socketCodes.has(code) || weatherStates.has(code) || (isSqlState(code) && weatherClasses.has(code.slice(0, 2)));
}

function isSqlState(code: string): boolean {
  return /^[0-9A-Z]{5}$/.test(code);
}

/** Whether trying again later may help: the database is away, or somebody has judged the error to be weather. */
export function isWeather(error: unknown): boolean {
  return error instanceof RetryableError || isDatabaseAway(error);
}

/** The error as a unit of work tells it: Unavailable when the database is away, else as it is. */
export function asUnavailable(error: unknown): unknown {
  if (error instanceof Unavailable || !isDatabaseAway(error)) return error;
  return new Unavailable(`database: ${(error as Error).message}`, { cause: error });
}
