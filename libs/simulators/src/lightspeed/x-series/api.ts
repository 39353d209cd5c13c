import { setTimeout as wait } from 'node:timers/promises';
import {
  Latency,
  Rng,
  routes,
  type AnswerFault,
  type RouteHandler,
  type TwinRequest,
  type TwinResponse,
} from '../../shared';
import { refusal, type Call } from './call';
import { badRequest, forbidden, notFound, unauthorized, VendorError } from './errors';
import { toJson } from './json';
import { rfc1123, RateLimits } from './limits';
import { tokenEndpoint } from './oauth';
import { catalogueRoutes, productRoutes } from './routes-catalogue';
import { consignmentRoutes } from './routes-consignments';
import { adjustmentRoutes, inventoryRoutes, oldInventoryRoutes } from './routes-inventory';
import { saleRoutes } from './routes-sales';
import { webhookRoutes } from './routes-webhooks';
import type { Twin } from './twin';

const LIVE_VERSIONS = ['2026-01', '2026-04', '2026-07'];
const THROTTLED = { error: 'Too Many Requests', message: 'Rate limiting enforced' };
const THROTTLE_FAULT_MS = 1_000;

type Router = ReturnType<typeof routes>;

/** The vendor's side of the twin: the door (who, how often), the weather (latency, faults), the routes. */
export function createApi(twin: Twin): (request: TwinRequest) => Promise<TwinResponse> {
  const latency = new Latency(new Rng(twin.options.seed + 1), twin.options.answerMs);
  const limits = new RateLimits();
  const routers = routersOf(twin);

  return async (request) => {
    if (request.method === 'POST' && request.path === '/api/1.0/token') {
      return latency.around(() => tokenEndpoint(twin, request));
    }
    const operation = `${request.method} ${request.path.replace(/^\/api\/[^/]+/, '')}`;
    const admitted = admit(request);
    const fault = admitted.refused ? undefined : twin.faults.take(operation);
    const response = await latency.around(
      async () => admitted.refused ?? (await weather(fault, () => route(admitted.call))),
    );
    twin.log.append('api_call', { operation, status: response.drop ? 0 : response.status });
    return { ...response, headers: { ...admitted.headers, ...response.headers } };
  };

  function admit(
    request: TwinRequest,
  ): { call: Call; refused?: undefined; headers: object } | { refused: TwinResponse; headers: object } {
    try {
      const call = identify(twin, request);
      if (!twin.options.limits) return { call, headers: {} };
      const { allowed, headers } = limits.spend(
        call.token.app?.clientId ?? call.token.value,
        twin.retailer.registers.size,
      );
      return allowed ? { call, headers } : { refused: { status: 429, body: toJson(THROTTLED) }, headers };
    } catch (error) {
      if (error instanceof VendorError) return { refused: refusal(error), headers: {} };
      throw error;
    }
  }

  async function route(call: Call): Promise<TwinResponse> {
    if (twin.settings.outOfReach.some((path) => call.path.startsWith(path))) return refusal(forbidden(call.path));
    return routers[call.apiVersion](call) ?? refusal(notFound('resource'));
  }
}

/** A fault strikes instead of the effect (`before`) or instead of its answer (`after`). */
async function weather(fault: AnswerFault | undefined, run: () => Promise<TwinResponse>): Promise<TwinResponse> {
  if (!fault) return run();
  if (fault.when === 'after') await run();
  if (fault.kind === 'timeout') {
    // `holdMs` keeps the client waiting first, as a vendor that hangs would.
    if (typeof fault.holdMs === 'number') await wait(fault.holdMs);
    return { status: 0, drop: true };
  }
  if (fault.kind === 'throttled') {
    return {
      status: 429,
      headers: { 'retry-after': rfc1123(Date.now() + THROTTLE_FAULT_MS) },
      body: toJson(THROTTLED),
    };
  }
  const status = fault.status ?? 503;
  return { status, body: toJson({ error: 'Server Error', message: `the twin was told to answer ${status}` }) };
}

function identify(twin: Twin, request: TwinRequest): Call {
  if (!request.headers['user-agent']) throw badRequest('the User-Agent header is required');
  const [, bearer] = /^Bearer (.+)$/.exec(request.headers.authorization ?? '') ?? [];
  const token = bearer === undefined ? undefined : twin.credentials.find(bearer);
  if (!token) throw unauthorized('the access token is missing, expired or revoked');
  const [, asked, path] = /^\/api\/([^/]+)(\/.*)$/.exec(request.path) ?? [];
  return { ...request, path: path ?? '', token, apiVersion: served(asked ?? '') };
}

/** An expired dated version is silently served by the oldest live one; one that never was is not served. */
function served(version: string): string {
  if (version === '2.0' || LIVE_VERSIONS.includes(version)) return version;
  if (/^\d{4}-\d\d$/.test(version) && version < LIVE_VERSIONS[0]) return LIVE_VERSIONS[0];
  throw notFound(`API version ${version}`);
}

function routersOf(twin: Twin): Record<string, Router> {
  const always = {
    ...catalogueRoutes(twin),
    ...productRoutes(twin),
    ...webhookRoutes(twin),
    ...consignmentRoutes(twin),
  };
  const dated: Record<string, RouteHandler> = { ...always, ...saleRoutes(twin), ...adjustmentRoutes(twin) };
  const today = routes({ ...dated, ...inventoryRoutes(twin) });
  return {
    '2.0': routes({ ...always, ...oldInventoryRoutes(twin) }),
    '2026-01': routes({ ...dated, ...oldInventoryRoutes(twin) }),
    '2026-04': today,
    '2026-07': today,
  };
}
