import { setTimeout as wait } from 'node:timers/promises';
import type { AnswerFault, AnswerFaults, Latency, TwinRequest, TwinResponse } from '../shared';
import {
  GraphqlDoor,
  isAnswer,
  operationName,
  type Admitted,
  type GraphqlAnswer,
  type GraphqlRequest,
} from './graphql/execute';
import { API_VERSIONS, type ApiVersion } from './graphql/schema';
import type { StaleInjections } from './faults';
import type { Shop } from './model/shop';
import { authorized, UNAUTHORIZED } from './oauth';

/** Where, in the request half of the latency, the request is taken in: before that its idempotency key is not yet claimed. */
const ARRIVAL_SHARE = 0.3;

/**
 * POST /admin/api/{version}/graphql.json over time: the request arrives, is admitted, commits, and the answer travels back.
 * Faults strike before the commit or after it; what commits does so in one step, so races are about order, never about halves.
 */
export class AdminDoor {
  constructor(
    private readonly shop: Shop,
    private readonly graphql: GraphqlDoor,
    private readonly latency: Latency,
    private readonly faults: AnswerFaults,
    private readonly injections: StaleInjections,
  ) {}

  async handle(request: TwinRequest, asked: string): Promise<TwinResponse> {
    const version = served(asked);
    if (!version) return { status: 404, body: { errors: 'Not Found' } };
    const { requestMs, responseMs } = this.latency.split();
    await pause(requestMs * ARRIVAL_SHARE);
    const { response, operation, error } = await this.answer(version, request, requestMs * (1 - ARRIVAL_SHARE));
    this.shop.log.append('api_call', {
      operation,
      status: response.drop ? 0 : response.status,
      ...(error ? { error } : {}),
    });
    await pause(responseMs);
    const headers = { 'x-shopify-api-version': version, 'x-request-id': this.shop.rng.uuid(), ...response.headers };
    return { ...response, headers };
  }

  private async answer(version: ApiVersion, request: TwinRequest, workMs: number): Promise<Outcome> {
    if (!authorized(this.shop, request)) {
      await pause(workMs);
      return { response: UNAUTHORIZED, operation: 'unauthorized' };
    }
    const parsed = parseBody(request);
    if (!parsed) return { response: { status: 400, body: { errors: 'Bad Request' } }, operation: 'invalid' };
    const operation = operationName(parsed.query, version);
    const fault = this.faults.take(operation);
    const admitted = this.graphql.admit(version, parsed);
    await pause(workMs);
    if (fault && strikesBefore(fault)) {
      if (!isAnswer(admitted)) admitted.abandon(fault.kind === 'previous_failed');
      return this.faulty(fault, operation);
    }
    const answer = isAnswer(admitted) ? admitted : this.run(admitted, operation, parsed);
    if (fault) return this.faulty(fault, operation);
    return { response: { status: 200, body: answer.body }, operation, error: answer.error };
  }

  private run(admitted: Admitted, operation: string, { variables }: GraphqlRequest): GraphqlAnswer {
    this.injections.strike(operation, variables);
    return admitted.run();
  }

  private async faulty(fault: AnswerFault, operation: string): Promise<Outcome> {
    const error = `fault:${fault.kind}${strikesBefore(fault) ? '' : ':after'}`;
    switch (fault.kind) {
      case 'throttled':
        return {
          response: { status: 200, body: this.graphql.throttled(Number(fault.cost ?? 10)).body },
          operation,
          error,
        };
      case 'access_denied':
        return { response: { status: 200, body: accessDenied(operation) }, operation, error };
      case 'timeout':
        await pause(Number(fault.holdMs ?? 0));
        return { response: { status: 0, drop: true }, operation, error };
      default:
        return { response: failed(fault.status ?? 500), operation, error };
    }
  }
}

interface Outcome {
  response: TwinResponse;
  operation: string;
  error?: string;
}

/** Only a plain failure or silence can come after the write; a throttled or refused request never ran. */
const strikesBefore = (fault: AnswerFault): boolean =>
  fault.when !== 'after' || !['status', 'timeout'].includes(fault.kind);

function failed(status: number): TwinResponse {
  const headers: Record<string, string> = status === 429 ? { 'retry-after': '2.0' } : {};
  return { status, headers, body: { errors: status === 429 ? 'Exceeded rate limit' : 'Internal Server Error' } };
}

const accessDenied = (operation: string): Record<string, unknown> => ({
  errors: [
    {
      message: `Access denied for ${operation} field.`,
      path: [operation],
      extensions: { code: 'ACCESS_DENIED', documentation: 'https://shopify.dev/api/usage/access-scopes' },
    },
  ],
  data: { [operation]: null },
});

/** Versions older than what the twin holds fall forward to its oldest; unknown newer ones do not exist. */
function served(asked: string): ApiVersion | undefined {
  const exact = API_VERSIONS.find((version) => version === asked);
  if (exact) return exact;
  return /^\d{4}-\d\d$/.test(asked) && asked < API_VERSIONS[0] ? API_VERSIONS[0] : undefined;
}

function parseBody(request: TwinRequest): GraphqlRequest | undefined {
  try {
    const body = JSON.parse(request.body.toString('utf8')) as Partial<GraphqlRequest>;
    if (typeof body.query !== 'string') return undefined;
    return { query: body.query, variables: body.variables ?? {}, operationName: body.operationName };
  } catch {
    return undefined;
  }
}

const pause = async (ms: number): Promise<void> => {
  if (ms >= 1) await wait(ms);
};
