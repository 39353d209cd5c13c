import { NoAnswer, Unauthorized } from './errors';

export interface TokenProvider {
  get(): Promise<string>;
  /** The store no longer takes this token; the next `get` must not give it again if it can be helped. */
  reject(token: string): void;
}

/** Credentials as they were imported last: what the store refuses is read anew, for a person may have mended it since. */
export class ImportedTokens implements TokenProvider {
  private current: Promise<TokenProvider> | null = null;

  constructor(private readonly imported: () => Promise<TokenProvider>) {}

  async get(): Promise<string> {
    this.current ??= this.imported();
    try {
      return await (await this.current).get();
    } catch (error) {
      this.current = null;
      throw error;
    }
  }

  reject(): void {
    this.current = null;
  }
}

/** A permanent token of a custom app. */
export class StaticToken implements TokenProvider {
  constructor(private readonly token: string) {}

  async get(): Promise<string> {
    return this.token;
  }

  reject(): void {
    // There is no other one: the calls fail until a person imports a new token.
  }
}

export interface ClientCredentialsOptions {
  baseUrl: string;
  clientId: string;
  clientSecret: string;
  /** ms since the epoch. */
  now(): number;
  fetch?: typeof fetch;
}

const renewBeforeMs = 300_000;
const timeoutMs = 10_000;

/** Tokens by client credentials: they live for a day and are renewed ahead of time, by one request however many wait. */
export class ClientCredentials implements TokenProvider {
  private current: { token: string; until: number } | null = null;
  private fetching: Promise<string> | null = null;

  constructor(private readonly options: ClientCredentialsOptions) {}

  async get(): Promise<string> {
    if (this.current && this.options.now() < this.current.until) return this.current.token;
    this.fetching ??= this.request().finally(() => (this.fetching = null));
    return this.fetching;
  }

  reject(token: string): void {
    if (this.current?.token === token) this.current = null;
  }

  private async request(): Promise<string> {
    const { baseUrl, clientId, clientSecret, now } = this.options;
    const response = await (this.options.fetch ?? fetch)(`${baseUrl}/admin/oauth/access_token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ client_id: clientId, client_secret: clientSecret, grant_type: 'client_credentials' }),
      signal: AbortSignal.timeout(timeoutMs),
    }).catch((error: unknown) => {
      throw new NoAnswer(`no access token: ${error instanceof Error ? error.message : 'no answer'}`);
    });
    if (response.status >= 500 || response.status === 429)
      throw new NoAnswer(`no access token: HTTP ${response.status}`);
    if (!response.ok) throw new Unauthorized(`the store refuses our client credentials (HTTP ${response.status})`);
    const body = (await response.json()) as { access_token?: unknown; expires_in?: unknown };
    if (typeof body.access_token !== 'string') throw new NoAnswer('no access token in the answer');
    const lifeMs = (typeof body.expires_in === 'number' ? body.expires_in : 3600) * 1000;
    this.current = { token: body.access_token, until: now() + Math.max(lifeMs - renewBeforeMs, lifeMs / 2) };
    return body.access_token;
  }
}
