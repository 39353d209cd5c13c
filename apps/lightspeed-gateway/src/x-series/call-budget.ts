import type { CallKind } from '@tillbridge/gateway-kit';

/** The vendor counts calls per app and retailer in windows of this length. */
const windowMs = 300_000;

interface Tier {
  /** While more than this share of the window's calls is left, calls of this kind follow each other after `everyMs`. */
  above: number;
  everyMs: number;
}

/**
 * Records are what a sale travels by, so they slow down last; the last tenth is for posts alone but for a trickle, by
 * which a new window is noticed.
 */
const tiers: Record<CallKind, readonly Tier[]> = {
  post: [{ above: -1, everyMs: 0 }],
  records: [
    { above: 0.35, everyMs: 0 },
    { above: 0.2, everyMs: 500 },
    { above: 0.1, everyMs: 2_000 },
    { above: -1, everyMs: 10_000 },
  ],
  rows: [
    { above: 0.5, everyMs: 0 },
    { above: 0.35, everyMs: 2_000 },
    { above: 0.2, everyMs: 10_000 },
    { above: -1, everyMs: 30_000 },
  ],
  items: [
    { above: 0.35, everyMs: 0 },
    { above: -1, everyMs: 30_000 },
  ],
};

/** How fast each kind of call may go, from what the vendor says is left. All times in ms. */
export class CallBudget {
  private limit: number | null = null;
  private remaining = 0;
  private windowEndsAt = 0;
  private blockedUntil = 0;
  private readonly lastAt = new Map<CallKind, number>();

  /** @param headers X-RateLimit-Limit and X-RateLimit-Remaining of an answer, when it had them. */
  observe(headers: { limit: string | null; remaining: string | null }, now: number): void {
    const [limit, remaining] = [Number(headers.limit ?? NaN), Number(headers.remaining ?? NaN)];
    if (!Number.isFinite(limit) || !Number.isFinite(remaining) || limit <= 0) return;
    if (this.limit === null || remaining > this.remaining) this.windowEndsAt = now + windowMs;
    this.limit = limit;
    this.remaining = remaining;
  }

  block(until: number): void {
    this.blockedUntil = Math.max(this.blockedUntil, until);
  }

  spend(kind: CallKind, now: number): void {
    this.lastAt.set(kind, now);
  }

  /** How long a call of this kind had better wait; 0 = go. */
  holdBackMs(kind: CallKind, now: number): number {
    const blockedMs = Math.max(0, this.blockedUntil - now);
    const last = this.lastAt.get(kind);
    if (this.limit === null || last === undefined || now >= this.windowEndsAt) return blockedMs;
    const left = this.remaining / this.limit;
    const { everyMs } = tiers[kind].find((tier) => left > tier.above) ?? { everyMs: 0 };
    return Math.max(blockedMs, last + everyMs - now, 0);
  }
}
