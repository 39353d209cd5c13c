import { STATUS_CODES } from 'node:http';
import { Catch, HttpException, Logger } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { isWeather } from '@tillbridge/persistence';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InvalidRequest } from './validation';
import type { Problem } from './problem';

/** How long a caller should wait when the database is away; vendors retry on their own schedule anyway. */
export const retryAfterSeconds = 5;

/** Turns every error into a problem document. What went wrong inside stays in the log; outside there is no stack trace. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const problem = problemOf(error, String(request.id));
    if (problem.status >= 500) this.logger.error({ err: error }, 'request failed');
    if (reply.sent) return;
    if (problem.status === 503) void reply.header('retry-after', String(retryAfterSeconds));
    void reply.code(problem.status).type('application/problem+json').send(problem);
  }
}

function problemOf(error: unknown, requestId: string): Problem {
  if (error instanceof InvalidRequest)
    return { ...titled(400), detail: error.message, requestId, problems: error.problems };
  if (isWeather(error))
    return { ...titled(503), detail: 'Something this service needs is away for the moment; try again.', requestId };
  const status = statusOf(error);
  // Errors below 500 were written for the caller; anything else was not.
  const detail = status < 500 ? (error as Error).message : 'This is our fault; the log has the details.';
  return { ...titled(status), detail, requestId };
}

function titled(status: number): Pick<Problem, 'status' | 'title'> {
  return { status, title: STATUS_CODES[status] ?? 'Error' };
}

/** Nest's exceptions say it by method, Fastify's own (unparseable body, body too large) by property. */
function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const { statusCode } = (error ?? {}) as { statusCode?: unknown };
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500 ? statusCode : 500;
}
