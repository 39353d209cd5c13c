import { machine } from '@tillbridge/persistence';

/**
 * How often unsigned webhooks may wake a till: whoever learns the secret address can use up the vendor's call limit
 * with it, and nothing more. A refused one is not lost, for the next poll finds what it was about.
 */
export class WakeLimiter {
  private tokens: number;
  private filledAt: number;

  constructor(
    private readonly options: { burst: number; perSecond: number },
    private readonly now: () => number = machine.nowMs,
  ) {
    this.tokens = options.burst;
    this.filledAt = now();
  }

  /** false when this one came too soon. */
  admit(): boolean {
    const now = this.now();
    const { burst, perSecond } = this.options;
    this.tokens = Math.min(burst, this.tokens + ((now - this.filledAt) / 1_000) * perSecond);
    this.filledAt = now;
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}
