import type { RouteHandler, TwinRequest, TwinResponse } from '../../shared';
import type { AccessToken } from './credentials';
import { badRequest, VendorError } from './errors';
import { fromJson, toJson } from './json';

/** A vendor request after the door: who calls, and which API version serves it. */
export interface Call extends TwinRequest {
  token: AccessToken;
  apiVersion: string;
}

/** A handler that answers the vendor's way: JSON with exact integers, refusals as `{"error","message"}`. */
export function vendor(
  handler: (call: Call, params: Record<string, string>) => { status?: number; body?: unknown },
): RouteHandler {
  return (request, params) => {
    try {
      const { status = 200, body } = handler(request as Call, params);
      return { status, body: body === undefined ? undefined : toJson(body) };
    } catch (error) {
      if (error instanceof VendorError) return refusal(error);
      throw error;
    }
  };
}

export function refusal({ status, error, message }: VendorError): TwinResponse {
  return { status, body: toJson({ error, message }) };
}

export function bodyOf(request: TwinRequest): Record<string, unknown> {
  if (request.body.length === 0) return {};
  let body: unknown;
  try {
    body = fromJson(request.body.toString('utf8'));
  } catch {
    throw badRequest('the request body is not valid JSON');
  }
  if (typeof body !== 'object' || body === null) throw badRequest('the request body must be a JSON object');
  return body as Record<string, unknown>;
}
