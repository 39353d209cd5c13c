import { STATUS_CODES } from 'node:http';
import type { Outcome } from '../reservations/requests';

export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: object;
}

/** An outcome as HTTP says it; refusals as problem documents (RFC 9457). */
export function answerOf(outcome: Outcome, doneStatus: 200 | 201, requestId: string): HttpAnswer {
  switch (outcome.kind) {
    case 'done':
      return { status: doneStatus, contentType: 'application/json', body: outcome.reservation };
    case 'refused':
      return problem(409, outcome.reason, requestId, { lines: outcome.lines });
    case 'key taken':
      return problem(409, outcome.reason, requestId, { lines: [] });
    case 'unknown':
      return problem(404, outcome.reason, requestId);
    case 'wrong': {
      const told = outcome.problems.map(({ field, value, remedy }) => `${field}: ${value} ${remedy}`).join('; ');
      return problem(422, told, requestId, { problems: outcome.problems });
    }
  }
}

function problem(status: number, detail: string, requestId: string, more: object = {}): HttpAnswer {
  const body = { status, title: STATUS_CODES[status], detail, requestId, ...more };
  return { status, contentType: 'application/problem+json', body };
}
