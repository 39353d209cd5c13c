import { isDatabaseAway, RetryableError } from '@tillbridge/persistence';

export interface MicroBatcherOptions<Request, Answer> {
  /** Handles them in one go and answers in the same order; what it throws is about all of them. */
  handle(requests: readonly Request[]): Promise<readonly Answer[]>;
  /** Requests in one go at most. */
  sizeMax: number;
  /** How long, after a batch of several, the next one waits for as many to come back. Alone nobody waits. */
  lingerMs: number;
  /** Requests that may wait; beyond that callers are turned away at once. */
  waitingMax: number;
}

interface Waiting<Request, Answer> {
  readonly request: Request;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Decides callers that wait together in one go. One batch at a time: whoever comes meanwhile is in the next one, so the
 * busier it gets the more share the cost of a transaction. A request that cannot be handled fails alone: its batch is split
 * until it stands by itself.
 */
export class MicroBatcher<Request, Answer> {
  private waiting: Waiting<Request, Answer>[] = [];
  private running: Promise<void> | null = null;
  private lastSize = 0;
  /** Requests so far; answered in the order in which they were asked. */
  private asked = 0;
  private answered = 0;
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly options: MicroBatcherOptions<Request, Answer>) {}

  /** @throws RetryableError when too many wait already; else what `handle` threw for this request alone. */
  ask(request: Request): Promise<Answer> {
    if (this.waiting.length >= this.options.waitingMax)
      return Promise.reject(new RetryableError(`${this.waiting.length} requests wait already`));
    return new Promise((resolve, reject) => {
      this.waiting.push({ request, resolve, reject });
      this.asked += 1;
      this.look();
    });
  }

  /** Resolves once all who wait now are answered, whoever comes meanwhile. They do not linger. */
  async drained(): Promise<void> {
    const all = this.asked;
    while (this.answered < all) {
      this.lastSize = 0;
      this.look();
      await this.running;
    }
  }

  private look(): void {
    if (this.running !== null) return;
    if (this.timer !== null) {
      if (this.waiting.length < Math.min(this.lastSize, this.options.sizeMax)) return;
      clearTimeout(this.timer);
      this.timer = null;
    }
    // Not before whoever else asks in this turn of the event loop has done so.
    this.running = new Promise<void>(setImmediate).then(() => this.runBatch());
  }

  private async runBatch(): Promise<void> {
    const batch = this.waiting.splice(0, this.options.sizeMax);
    this.lastSize = batch.length;
    await this.handle(batch);
    this.answered += batch.length;
    this.running = null;
    if (this.waiting.length >= this.options.sizeMax) this.look();
    else if (this.lastSize > 1) this.linger();
    else if (this.waiting.length > 0) this.look();
  }

  private linger(): void {
    this.timer = setTimeout(() => {
      this.timer = null;
      if (this.waiting.length > 0) this.look();
    }, this.options.lingerMs);
    this.timer.unref();
    this.look();
  }

  private async handle(batch: readonly Waiting<Request, Answer>[]): Promise<void> {
    try {
      const answers = await this.options.handle(batch.map(({ request }) => request));
      batch.forEach(({ resolve }, index) => resolve(answers[index]!));
    } catch (error) {
      // Splitting does not bring a database back.
      if (batch.length === 1 || isDatabaseAway(error)) return batch.forEach(({ reject }) => reject(error));
      const middle = Math.ceil(batch.length / 2);
      await this.handle(batch.slice(0, middle));
      await this.handle(batch.slice(middle));
    }
  }
}
