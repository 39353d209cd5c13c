export interface ThrottleStatus {
  maximumAvailable: number;
  currentlyAvailable: number;
  restoreRate: number;
}

/** The leaky bucket of one app on one shop: admission looks at the requested cost, the drain is the actual cost. */
export class CostBucket {
  private available: number;
  private at: number;

  constructor(
    private readonly size: { maximum: number; restorePerSecond: number },
    private readonly now: () => number,
  ) {
    this.available = size.maximum;
    this.at = now();
  }

  admits(requestedCost: number): boolean {
    return this.current() >= requestedCost;
  }

  drain(actualCost: number): void {
    this.available = this.current() - actualCost;
  }

  status(): ThrottleStatus {
    return {
      maximumAvailable: this.size.maximum,
      currentlyAvailable: Math.floor(this.current()),
      restoreRate: this.size.restorePerSecond,
    };
  }

  private current(): number {
    const now = this.now();
    const restored = ((now - this.at) / 1000) * this.size.restorePerSecond;
    this.available = Math.min(this.size.maximum, this.available + restored);
    this.at = now;
    return this.available;
  }
}
