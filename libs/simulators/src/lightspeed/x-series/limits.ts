/** 300 requests per register plus 50, per app and retailer, in windows of 5 minutes. */
const WINDOW_MS = 300_000;
const PER_REGISTER = 300;
const BASE = 50;

export interface Allowance {
  allowed: boolean;
  headers: Record<string, string>;
}

export class RateLimits {
  private readonly windows = new Map<string, { endsAt: number; used: number }>();

  constructor(private readonly now: () => number = Date.now) {}

  /** Counts one request of `app`. A refused one costs nothing more. */
  spend(app: string, registers: number): Allowance {
    const limit = PER_REGISTER * registers + BASE;
    const window = this.windowOf(app);
    const allowed = window.used < limit;
    if (allowed) window.used++;
    const headers: Record<string, string> = {
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': String(limit - window.used),
    };
    if (!allowed) headers['retry-after'] = rfc1123(window.endsAt);
    return { allowed, headers };
  }

  private windowOf(app: string): { endsAt: number; used: number } {
    const now = this.now();
    const open = this.windows.get(app);
    if (open && open.endsAt > now) return open;
    const fresh = { endsAt: now + WINDOW_MS, used: 0 };
    this.windows.set(app, fresh);
    return fresh;
  }
}

/** `Wed, 15 Jul 2020 15:04:05 GMT`, rounded up to the second so that it is never too early. */
export function rfc1123(ms: number): string {
  return new Date(Math.ceil(ms / 1000) * 1000).toUTCString();
}
