import type { Rng } from '../../shared';

/** Access tokens live a day; a code is good for one exchange. */
const ACCESS_TTL_SECONDS = 86_400;

export interface App {
  clientId: string;
  clientSecret: string;
}

export interface AccessToken {
  value: string;
  /** The app it was given to; null for a personal token, made by a person in the back office. */
  app: App | null;
  /** In ms; null lives until revoked. */
  expiresAt: number | null;
}

export interface Grant {
  access_token: string;
  token_type: 'Bearer';
  expires: number;
  expires_in: number;
  refresh_token: string;
  domain_prefix: string;
}

/** Who may call: personal tokens, and OAuth apps with access tokens and rotating refresh tokens. */
export class Credentials {
  private readonly apps = new Map<string, App>();
  private readonly tokens = new Map<string, AccessToken>();
  private readonly codes = new Map<string, App>();
  /** Refresh token -> what it was issued with. Using it revokes both. */
  private readonly refreshes = new Map<string, { app: App; accessToken: string }>();

  constructor(private readonly rng: Rng) {}

  addApp(app: App): void {
    this.apps.set(app.clientId, app);
  }

  addToken(value: string, app: App | null): void {
    this.tokens.set(value, { value, app, expiresAt: null });
  }

  /** A code as the redirect after consent carries it. */
  issueCode(app: App): string {
    const code = this.rng.hex(16);
    this.codes.set(code, app);
    return code;
  }

  find(value: string): AccessToken | undefined {
    const token = this.tokens.get(value);
    return token && (token.expiresAt === null || token.expiresAt > Date.now()) ? token : undefined;
  }

  revoke(value?: string): void {
    if (value === undefined) this.tokens.clear();
    else this.tokens.delete(value);
  }

  exchangeCode(clientId: string, clientSecret: string, code: string, domainPrefix: string): Grant | undefined {
    const app = this.codes.get(code);
    if (!app || !matches(app, clientId, clientSecret)) return undefined;
    this.codes.delete(code);
    return this.grant(app, domainPrefix);
  }

  /** Rotates: the old access token and the old refresh token are dead at once. */
  refresh(clientId: string, clientSecret: string, refreshToken: string, domainPrefix: string): Grant | undefined {
    const issued = this.refreshes.get(refreshToken);
    if (!issued || !matches(issued.app, clientId, clientSecret)) return undefined;
    this.refreshes.delete(refreshToken);
    this.tokens.delete(issued.accessToken);
    return this.grant(issued.app, domainPrefix);
  }

  private grant(app: App, domainPrefix: string): Grant {
    const accessToken = `lsxs_at_${this.rng.hex(20)}`;
    const refreshToken = `lsxs_rt_${this.rng.hex(20)}`;
    const expiresAt = Date.now() + ACCESS_TTL_SECONDS * 1000;
    this.tokens.set(accessToken, { value: accessToken, app, expiresAt });
    this.refreshes.set(refreshToken, { app, accessToken });
    return {
      access_token: accessToken,
      token_type: 'Bearer',
      expires: Math.floor(expiresAt / 1000),
      expires_in: ACCESS_TTL_SECONDS,
      refresh_token: refreshToken,
      domain_prefix: domainPrefix,
    };
  }
}

function matches(app: App, clientId: string, clientSecret: string): boolean {
  return app.clientId === clientId && app.clientSecret === clientSecret;
}
