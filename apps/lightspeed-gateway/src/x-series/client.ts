import { unwatched, type Access, type CallKind, type LocksOut } from '@tillbridge/gateway-kit';
import { machine, PermanentError, RetryableError } from '@tillbridge/persistence';
import { CallBudget } from './call-budget';
import { isObject, readJson, textAt, writeJson } from './vendor-json';

export interface ClientOptions {
  baseUrl: string;
  /** Dated, for example 2026-07. An expired one is silently served by the oldest that lives. */
  apiVersion: string;
  token: string;
  /** The token that was imported last, asked for once the one in use is refused. */
  importedToken?: () => Promise<string>;
  access?: Access;
  timeoutMs?: number;
  now?: () => number;
}

/** The vendor's limit was reached; nothing was executed. */
export class RateLimited extends RetryableError {
  override readonly name = 'RateLimited';
  constructor(readonly retryAt: Date) {
    super(`Lightspeed limits our calls until ${retryAt.toISOString()}`);
  }
}

/** The token does not reach what could be done without. */
export class Forbidden extends RetryableError {}

/** The vendor understood the call and refuses it; sending it again would be refused again. */
export class Refused extends PermanentError {
  override readonly name = 'Refused';
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Lightspeed refuses our token, or what it would have us do: a person has to mend that. */
export class Unauthorized extends RetryableError implements LocksOut {
  override readonly name = 'Unauthorized';
  readonly lockedOut = true;
}

const timeoutMsDefault = 10_000;
const retryAfterFallbackMs = 5_000;
const userAgent = 'tillbridge/0.1 (stock bridge)';

/** HTTP to one X-Series account. Whatever is not a definite answer is a RetryableError: it may have taken effect. */
export class XSeriesClient {
  private readonly budget = new CallBudget();
  private readonly now: () => number;
  private readonly access: Access;
  private token: string;

  constructor(private readonly options: ClientOptions) {
    this.now = options.now ?? machine.nowMs;
    this.access = options.access ?? unwatched;
    this.token = options.token;
  }

  holdBackMs(kind: CallKind): number {
    return this.budget.holdBackMs(kind, this.now());
  }

  get(kind: CallKind, path: string): Promise<unknown> {
    return this.call(kind, 'GET', path);
  }

  /** Of what the token may not reach, or the till not have: then it throws Forbidden, and nobody is locked out for that. */
  getOptional(kind: CallKind, path: string): Promise<unknown> {
    return this.call(kind, 'GET', path, undefined, true);
  }

  post(kind: CallKind, path: string, body: unknown): Promise<unknown> {
    return this.call(kind, 'POST', path, body);
  }

  put(kind: CallKind, path: string, body: unknown): Promise<unknown> {
    return this.call(kind, 'PUT', path, body);
  }

  private async call(
    kind: CallKind,
    method: string,
    path: string,
    body?: unknown,
    isOptional = false,
  ): Promise<unknown> {
    const operation = `${method} ${path.split('?')[0]}`;
    this.budget.spend(kind, this.now());
    const askedAt = this.now();
    let { response, text } = await this.send(method, path, body, operation);
    if (response.status === 401 && (await this.renewToken()))
      ({ response, text } = await this.send(method, path, body, operation));
    const headers = response.headers;
    const counts = { limit: headers.get('x-ratelimit-limit'), remaining: headers.get('x-ratelimit-remaining') };
    this.budget.observe(counts, this.now());
    const told = `${operation}: Lightspeed answered ${response.status}${messageOf(text)}`;
    if (isOptional && response.status === 403) throw new Forbidden(told);
    this.tellAccess(response.status, told, askedAt);
    if (response.ok) return parsed(text, operation);
    throw this.failure(response, text, operation);
  }

  /** What is missing is a right to this call alone, where the token is taken: other calls then say nothing about it. */
  private tellAccess(status: number, told: string, askedAt: number): void {
    if (status === 401) this.access.refused(told, true);
    else if (status === 403) this.access.refused(told, false);
    else if (status < 500 && status !== 408) this.access.granted(askedAt);
  }

  /** true when another token was imported since. */
  private async renewToken(): Promise<boolean> {
    const imported = (await this.options.importedToken?.()) ?? this.token;
    if (imported === this.token) return false;
    this.token = imported;
    return true;
  }

  private async send(method: string, path: string, body: unknown, operation: string) {
    const { baseUrl, apiVersion, timeoutMs = timeoutMsDefault } = this.options;
    try {
      const response = await fetch(`${baseUrl}/api/${apiVersion}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${this.token}`,
          accept: 'application/json',
          'user-agent': userAgent,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        body: body === undefined ? undefined : writeJson(body),
        signal: AbortSignal.timeout(timeoutMs),
        redirect: 'error',
      });
      return { response, text: await response.text() };
    } catch (error) {
      throw new RetryableError(`${operation}: no answer from Lightspeed (${reasonOf(error)})`, { cause: error });
    }
  }

  private failure(response: Response, text: string, operation: string): Error {
    const { status } = response;
    const told = `${operation}: Lightspeed answered ${status}${messageOf(text)}`;
    if (status === 429) {
      const until = retryAfter(response.headers.get('retry-after'), this.now());
      this.budget.block(until);
      return new RateLimited(new Date(until));
    }
    if (status === 401 || status === 403) return new Unauthorized(told);
    // They say nothing about what was executed.
    const isWeather = status >= 500 || status === 408;
    return isWeather ? new RetryableError(told) : new Refused(status, told);
  }
}

/** RFC 1123 date, as X-Series sends it, or seconds. */
export function retryAfter(header: string | null, now: number): number {
  if (header === null) return now + retryAfterFallbackMs;
  if (/^\d+$/.test(header)) return now + Number(header) * 1_000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? now + retryAfterFallbackMs : Math.max(at, now);
}

function parsed(text: string, operation: string): unknown {
  if (text === '') return null;
  try {
    return readJson(text);
  } catch (error) {
    throw new RetryableError(`${operation}: Lightspeed's answer is not JSON`, { cause: error });
  }
}

const messageLengthMax = 200;

function messageOf(text: string): string {
  try {
    const body = readJson(text);
    const message = isObject(body) ? (textAt(body, 'message') ?? textAt(body, 'error')) : null;
    return message === null ? '' : `: ${message.slice(0, messageLengthMax)}`;
  } catch {
    return '';
  }
}

function reasonOf(error: unknown): string {
  const { name, cause } = error as Error & { cause?: { code?: string } };
  return cause?.code ?? name;
}
