import { RetryableError } from '@tillbridge/persistence';
import type { Network } from './network';
import type { VirtualTime } from './virtual-time';

/** What an adapter makes of an answer that is none: it may or may not have been done, or the vendor says when to come again. */
export class VendorAway extends RetryableError {
  constructor(
    message: string,
    readonly retryAt: Date | null,
  ) {
    super(message);
  }
}

/** Every call to one vendor: it takes a while, takes effect half way, and may go wrong before and after that. */
export class VendorCalls {
  constructor(
    private readonly time: VirtualTime,
    private readonly network: Network,
    private readonly onFault: (what: string) => void = () => undefined,
  ) {}

  /** @throws VendorAway */
  async ask<T>(name: string, work: () => T): Promise<T> {
    const { time, network } = this;
    await time.wait(network.halfCallMs());
    const fate = network.callFate();
    if (fate === 'refused') return this.fail(`${name}: answered 503, nothing was done`, null);
    if (fate === 'throttled') {
      const retryAt = new Date(time.nowMs() + network.retryAfterMs());
      return this.fail(`${name}: answered 429, come again at ${retryAt.toISOString()}`, retryAt);
    }
    const answer = structuredClone(work());
    if (fate === 'doneAndFailed') return this.fail(`${name}: done, and answered 504`, null);
    await time.wait(network.halfCallMs());
    return answer;
  }

  private async fail(what: string, retryAt: Date | null): Promise<never> {
    this.onFault(what);
    await this.time.wait(this.network.halfCallMs());
    throw new VendorAway(what, retryAt);
  }
}
