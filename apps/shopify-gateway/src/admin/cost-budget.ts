export interface ThrottleStatus {
  readonly maximumAvailable: number;
  readonly currentlyAvailable: number;
  readonly restoreRate: number;
}

export interface CostBudgetOptions {
  /** ms since the epoch. */
  now(): number;
  sleep(ms: number): Promise<void>;
}

/** How urgent a call is: `push` may use up the bucket, anything else leaves the reserve for pushes. */
export type Urgency = 'push' | 'background';

/** The smallest plan; the first answer says what is really there. */
const smallestPlan: ThrottleStatus = { maximumAvailable: 2000, currentlyAvailable: 2000, restoreRate: 100 };
const reserveShare = 0.25;
const firstGuess = 25;
const waitMsMax = 30_000;

/**
 * Shopify's cost bucket as seen from here: what the last answer said, plus what was restored since, less what is under
 * way. A call waits until it can be afforded instead of being refused.
 */
export class CostBudget {
  private status = smallestPlan;
  private statusAt: number;
  private underWay = 0;
  private blockedUntil = 0;
  private readonly costs = new Map<string, number>();

  constructor(private readonly options: CostBudgetOptions) {
    this.statusAt = options.now();
  }

  /** Waits until the operation can be afforded, then sets its cost aside. @returns how to give that back. */
  async take(operation: string, urgency: Urgency): Promise<() => void> {
    const cost = this.costs.get(operation) ?? firstGuess;
    for (let waitMs = this.waitMs(cost, urgency); waitMs > 0; waitMs = this.waitMs(cost, urgency))
      await this.options.sleep(Math.min(waitMs, waitMsMax));
    this.underWay += cost;
    return () => {
      this.underWay -= cost;
    };
  }

  /** The store wants to be left alone until then, ms since the epoch. */
  block(until: number): void {
    this.blockedUntil = Math.max(this.blockedUntil, until);
  }

  blockedMs(): number {
    return Math.max(0, this.blockedUntil - this.options.now());
  }

  /** Learns from an answer what the operation asks for and what is left. */
  learn(operation: string, requestedCost: number | null, status: ThrottleStatus): void {
    if (requestedCost !== null && requestedCost > 0) this.costs.set(operation, requestedCost);
    this.status = status;
    this.statusAt = this.options.now();
  }

  private waitMs(cost: number, urgency: Urgency): number {
    const { maximumAvailable, restoreRate } = this.status;
    const reserve = urgency === 'push' ? 0 : maximumAvailable * reserveShare;
    const missing = Math.min(cost + reserve, maximumAvailable) - this.available();
    return Math.max(this.blockedMs(), missing <= 0 ? 0 : Math.ceil((missing / restoreRate) * 1000));
  }

  private available(): number {
    const { maximumAvailable, currentlyAvailable, restoreRate } = this.status;
    const restored = ((this.options.now() - this.statusAt) / 1000) * restoreRate;
    return Math.min(maximumAvailable, currentlyAvailable + restored) - this.underWay;
  }
}
