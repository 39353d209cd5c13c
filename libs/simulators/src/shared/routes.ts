import type { TwinRequest, TwinResponse } from './serve';

export type RouteHandler = (
  request: TwinRequest,
  params: Record<string, string>,
) => TwinResponse | Promise<TwinResponse>;

/** Thrown by a handler of the control surface: the test asked for something that makes no sense. Answered as 400. */
export class BadRequest extends Error {}

/**
 * Routes keyed `METHOD /path/:param`; undefined when none fits, so that several tables can be asked in turn.
 */
export function routes(
  table: Record<string, RouteHandler>,
): (request: TwinRequest) => Promise<TwinResponse> | undefined {
  const compiled = Object.entries(table).map(([key, handler]) => {
    const [method, path] = key.split(' ');
    return { method, parts: path.split('/'), handler };
  });
  return (request) => {
    const parts = request.path.split('/');
    for (const route of compiled) {
      const params = route.method === request.method ? match(route.parts, parts) : undefined;
      if (params) return Promise.resolve().then(() => route.handler(request, params));
    }
    return undefined;
  };
}

function match(pattern: string[], parts: string[]): Record<string, string> | undefined {
  if (pattern.length !== parts.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    if (part.startsWith(':')) params[part.slice(1)] = decodeURIComponent(parts[index]);
    else if (part !== parts[index]) return undefined;
  }
  return params;
}

/** The request's JSON object; an empty body is an empty object. */
export function jsonBody<T = Record<string, unknown>>(request: TwinRequest): T {
  if (request.body.length === 0) return {} as T;
  try {
    return JSON.parse(request.body.toString('utf8')) as T;
  } catch {
    throw new BadRequest('the body is not JSON');
  }
}

export const ok = (body: unknown): TwinResponse => ({ status: 200, body });
