import { unwatched, type Access } from '@tillbridge/gateway-kit';
import { machine, pause } from '@tillbridge/persistence';
import { CostBudget, type ThrottleStatus, type Urgency } from './cost-budget';
import { NoAnswer, Refused, Throttled, Unauthorized } from './errors';
import type { TokenProvider } from './token';

export interface AdminClientOptions {
  baseUrl: string;
  apiVersion: string;
  tokens: TokenProvider;
  access?: Access;
  budget?: CostBudget;
  timeoutMs?: number;
  fetch?: typeof fetch;
}

export interface AskOptions {
  urgency?: Urgency;
  /** Sent once only: the caller repeats it itself, under the same idempotency key. Default: up to 4 times. */
  once?: boolean;
}

interface GraphqlError {
  message: string;
  extensions?: { code?: string };
}

interface GraphqlAnswer {
  data?: unknown;
  errors?: GraphqlError[] | string;
  extensions?: { cost?: { requestedQueryCost?: number; throttleStatus?: ThrottleStatus } };
}

interface Answered {
  status: number;
  headers: Headers;
  text: string;
}

/** The shop is frozen, the app is barred from it, there is no such shop, or it is locked: no call of ours goes through. */
const shutOut = new Set([402, 403, 404, 423]);
/** It is the request that is wrong, or too large. Whatever else a status says is about the moment. */
const refusing = new Set([400, 413, 422]);
const timeoutMsDefault = 10_000;
const attemptsMax = 4;
const firstWaitMs = 250;
const waitMsMax = 5_000;
/** Longer than any vendor means: a clock is wrong then, and asking once more does no harm. */
const leftAloneMsMax = 600_000;
/** Whoever asked can wait and ask again; a process that stops has to wait for what is under way. */
const repeatForMs = 8_000;

/** Shopify's Admin API of one store: one request at a time is built here, and every answer is judged here. */
export class AdminClient {
  private readonly budget: CostBudget;

  constructor(private readonly options: AdminClientOptions) {
    this.budget = options.budget ?? new CostBudget({ now: machine.nowMs, sleep: pause });
  }

  /** @throws NoAnswer when it is not known what became of the request; Refused when it will never work. */
  async ask<Data>(document: string, variables: Record<string, unknown>, options: AskOptions = {}): Promise<Data> {
    const giveUpAt = machine.nowMs() + repeatForMs;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return (await this.attempt(document, variables, options.urgency ?? 'background')) as Data;
      } catch (error) {
        if (options.once || attempt >= attemptsMax || !isWorthRepeating(error) || machine.nowMs() > giveUpAt)
          throw error;
        await pause(Math.min(waitMsMax, error.retryAfterMs ?? firstWaitMs * 2 ** (attempt - 1)));
      }
    }
  }

  private async attempt(document: string, variables: Record<string, unknown>, urgency: Urgency): Promise<unknown> {
    const operation = operationOf(document);
    const blockedMs = this.budget.blockedMs();
    if (blockedMs > waitMsMax) throw new NoAnswer('not sent: the store wants to be left alone for now', blockedMs);
    const giveBack = await this.budget.take(operation, urgency);
    try {
      return await this.send(operation, JSON.stringify({ query: document, variables }));
    } finally {
      giveBack();
    }
  }

  private async send(operation: string, body: string): Promise<unknown> {
    const askedAt = machine.nowMs();
    try {
      const response = await this.postAuthorized(body);
      if (shutOut.has(response.status))
        throw new Unauthorized(`the store lets us do nothing (HTTP ${response.status})`);
      const answer = this.judge(operation, response);
      this.access.granted(askedAt);
      return answer;
    } catch (error) {
      // Whoever is answered by name was let in.
      if (error instanceof Refused || error instanceof Throttled) this.access.granted(askedAt);
      if (error instanceof Unauthorized) this.access.refused(error.message, true);
      throw error;
    }
  }

  /** A token may have been revoked or have run out early, and another imported; a second refusal is final. */
  private async postAuthorized(body: string): Promise<Answered> {
    const { tokens } = this.options;
    const token = await tokens.get();
    const response = await this.post(token, body);
    if (response.status !== 401) return response;
    tokens.reject(token);
    const again = await this.post(await tokens.get(), body);
    if (again.status === 401) throw new Unauthorized('the store refuses our access token (HTTP 401)', waitMsMax);
    return again;
  }

  private leftAlone(status: number, headers: Headers): NoAnswer {
    const now = machine.nowMs();
    const waitMs = retryAfterMs(headers.get('retry-after'), now);
    if (waitMs !== null) this.budget.block(now + waitMs);
    return new NoAnswer(`HTTP ${status}`, waitMs);
  }

  private get access(): Access {
    return this.options.access ?? unwatched;
  }

  private async post(token: string, body: string): Promise<Answered> {
    const { baseUrl, apiVersion, timeoutMs } = this.options;
    try {
      const response = await (this.options.fetch ?? fetch)(`${baseUrl}/admin/api/${apiVersion}/graphql.json`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-shopify-access-token': token },
        body,
        signal: AbortSignal.timeout(timeoutMs ?? timeoutMsDefault),
      });
      return { status: response.status, headers: response.headers, text: await response.text() };
    } catch (error) {
      throw new NoAnswer(`no answer: ${error instanceof Error ? error.message : 'request failed'}`);
    }
  }

  private judge(operation: string, response: Answered): unknown {
    const { status, headers, text } = response;
    if (refusing.has(status)) throw new Refused(`HTTP ${status}`, `HTTP_${status}`);
    if (status >= 400) throw this.leftAlone(status, headers);
    const answer = parse(text);
    const cost = answer.extensions?.cost;
    if (cost?.throttleStatus) this.budget.learn(operation, cost.requestedQueryCost ?? null, cost.throttleStatus);
    const [error] = Array.isArray(answer.errors) ? answer.errors : [];
    if (!error) return answer.data;
    const code = error.extensions?.code ?? 'UNKNOWN';
    if (code === 'THROTTLED') throw new Throttled('throttled', throttledMs(cost));
    if (code === 'INTERNAL_SERVER_ERROR' || code === 'TIMEOUT') throw new NoAnswer(`${code}: ${error.message}`);
    throw new Refused(`${operation}: ${code}: ${error.message}`, code);
  }
}

function isWorthRepeating(error: unknown): error is NoAnswer {
  if (!(error instanceof NoAnswer) || error instanceof Unauthorized) return false;
  // A full bucket is waited for; a store that wants to be left alone for longer is not.
  return error instanceof Throttled || (error.retryAfterMs ?? 0) <= waitMsMax;
}

function parse(text: string): GraphqlAnswer {
  try {
    return JSON.parse(text) as GraphqlAnswer;
  } catch {
    throw new NoAnswer('the answer is not JSON');
  }
}

function operationOf(document: string): string {
  return /(?:query|mutation)\s+(\w+)/.exec(document)?.[1] ?? 'unnamed';
}

/** Decimal seconds, as Shopify sends them, or a date, as whatever stands before it may. */
function retryAfterMs(header: string | null, now: number): number | null {
  const seconds = Number(header);
  const waitMs = Number.isNaN(seconds) ? Date.parse(header ?? '') - now : seconds * 1000;
  return waitMs > 0 ? Math.min(waitMs, leftAloneMsMax) : null;
}

function throttledMs(
  cost: { requestedQueryCost?: number; throttleStatus?: ThrottleStatus } | undefined,
): number | null {
  if (!cost?.throttleStatus) return null;
  const { currentlyAvailable, restoreRate } = cost.throttleStatus;
  const missing = (cost.requestedQueryCost ?? 0) - currentlyAvailable;
  return Math.max(50, Math.ceil((missing / restoreRate) * 1000));
}
