import pino, { type DestinationStream, type Logger } from 'pino';
import type { Params } from 'nestjs-pino';

const redacted = ['authorization', 'cookie', 'token', 'accessToken', 'clientSecret', 'secret', 'password'];

/** Structured logs on stdout, one JSON object a line, with the service's name on each. */
export function createLogger(service: string, level: string, destination?: DestinationStream): Logger {
  const options = {
    base: { service, pid: process.pid },
    level,
    formatters: { level: (label: string) => ({ level: label }) },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: errorFields },
    redact: {
      paths: [...redacted, ...redacted.map((field) => `*.${field}`), ...redacted.map((field) => `*.*.${field}`)],
      censor: '[redacted]',
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

/**
 * What of an error may be logged. Not its other properties: the query parameters that TypeORM hangs on an error, or the
 * "detail" of PostgreSQL, can hold what a customer typed.
 */
export function errorFields(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const { code, cause } = error as Error & { code?: unknown };
  return {
    type: error.name,
    message: error.message,
    ...(typeof code === 'string' ? { code } : {}),
    stack: error.stack,
    ...(cause instanceof Error ? { cause: errorFields(cause) } : {}),
  };
}

/** nestjs-pino on Fastify logs nothing at all without the explicit route pattern. */
export function nestLogging(logger: Logger): Params {
  return {
    forRoutes: ['*path'],
    pinoHttp: {
      logger,
      // pino-http would put its own in front of those of the logger, and log whatever hangs on an error.
      // It also writes the whole request into a logger that nobody uses, which cost more than most requests: of that nothing.
      serializers: { err: errorFields, req: () => null },
      wrapSerializers: false,
      autoLogging: false,
      quietReqLogger: true,
      customAttributeKeys: { reqId: 'requestId' },
    },
  };
}
