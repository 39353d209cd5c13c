import { isDatabaseAway, RetryableError } from '@tillbridge/persistence';

export interface MicroBatcherOptions<Request, Answer> {
  /**
   * Handles them in one go and answers in the same order; what it throws is about all of them. It may say, and take back, that
   * the next batch can begin beside it.
   */
  handle(requests: readonly Request[], mayFollow: (may: boolean) => void): Promise<readonly Answer[]>;
  /** Requests in one go at most. */
  sizeMax: number;
  /** Requests that are worth a batch of their own beside another; fewer wait for that one's end. */
  besideMin: number;
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

interface Batch {
  readonly size: number;
  /** Whether the next one can begin beside it. */
  mayBeFollowed: boolean;
}

const alone = (): void => undefined;
const nobody: Batch = { size: 0, mayBeFollowed: false };

/**
 * Decides callers that wait together in one go. Whoever comes meanwhile is in the next batch, so the busier it gets the more
 * share the cost of a transaction. Where the handler allows it the next batch begins while one is at its end: two are under
 * way at most, of about the same size. A request that cannot be handled fails alone: its batch is split until it stands by
 * itself.
 */
export class MicroBatcher<Request, Answer> {
  private waiting: Waiting<Request, Answer>[] = [];
  /** The elder first. */
  private underWay: readonly Batch[] = [];
  private isStarting = false;
  private last: Batch = nobody;
  /** Asked, and not answered. */
  private readonly outstanding = new Set<Waiting<Request, Answer>>();
  private timer: NodeJS.Timeout | null = null;
  /** Who waits for the end of a batch, whichever it is. */
  private ends: (() => void)[] = [];

  constructor(private readonly options: MicroBatcherOptions<Request, Answer>) {}

  /** @throws RetryableError when too many wait already; else what `handle` threw for this request alone. */
  ask(request: Request): Promise<Answer> {
    if (this.waiting.length >= this.options.waitingMax)
      return Promise.reject(new RetryableError(`${this.waiting.length} requests wait already`));
    return new Promise((resolve, reject) => {
      const waiting = { request, resolve, reject };
      this.waiting.push(waiting);
      this.outstanding.add(waiting);
      this.look();
    });
  }

  /** Resolves once all who wait now are answered, whoever comes meanwhile. They do not linger. */
  async drained(): Promise<void> {
    const all = [...this.outstanding];
    while (all.some((each) => this.outstanding.has(each))) {
      this.last = nobody;
      this.look();
      await new Promise<void>((resolve) => this.ends.push(resolve));
    }
  }

  private look(): void {
    if (this.isStarting || !this.isTime()) return;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.isStarting = true;
    // Not before whoever else asks in this turn of the event loop has done so.
    setImmediate(() => this.start());
  }

  private isTime(): boolean {
    const { besideMin, sizeMax } = this.options;
    const waiting = this.waiting.length;
    const [elder, younger] = this.underWay;
    if (younger !== undefined) return false;
    if (elder !== undefined) return elder.mayBeFollowed && waiting >= Math.max(besideMin, elder.size);
    return waiting > 0 && (this.timer === null || waiting >= Math.min(this.last.size, sizeMax));
  }

  private start(): void {
    this.isStarting = false;
    // It may have been taken back meanwhile.
    if (!this.isTime()) return;
    const taken = this.waiting.splice(0, this.sizeOfNext());
    const batch: Batch = { size: taken.length, mayBeFollowed: false };
    const mayFollow = (may: boolean) => {
      batch.mayBeFollowed = may;
      this.look();
    };
    this.underWay = [...this.underWay, batch];
    void this.handle(taken, mayFollow).then(() => this.end(batch, taken));
  }

  /** Half of many who wait, where the other half can be decided while theirs is being written. */
  private sizeOfNext(): number {
    const { besideMin, sizeMax } = this.options;
    const waiting = this.waiting.length;
    const isToBeFollowed = this.underWay.length === 0 && this.last.mayBeFollowed && waiting >= 2 * besideMin;
    return Math.min(sizeMax, isToBeFollowed ? Math.floor(waiting / 2) : waiting);
  }

  private end(batch: Batch, taken: readonly Waiting<Request, Answer>[]): void {
    for (const each of taken) this.outstanding.delete(each);
    this.underWay = this.underWay.filter((other) => other !== batch);
    this.last = batch;
    if (this.underWay.length === 0 && batch.size > 1) this.linger();
    this.look();
    for (const resolve of this.ends.splice(0)) resolve();
  }

  private linger(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = null;
      this.look();
    }, this.options.lingerMs);
    this.timer.unref();
  }

  private async handle(batch: readonly Waiting<Request, Answer>[], mayFollow: (may: boolean) => void): Promise<void> {
    try {
      const requests = batch.map(({ request }) => request);
      const answers = await this.options.handle(requests, mayFollow);
      batch.forEach(({ resolve }, index) => resolve(answers[index]!));
    } catch (error) {
      // Splitting does not bring a database back.
      if (batch.length === 1 || isDatabaseAway(error)) return batch.forEach(({ reject }) => reject(error));
      const middle = Math.ceil(batch.length / 2);
      mayFollow(false);
      await this.handle(batch.slice(0, middle), alone);
      await this.handle(batch.slice(middle), alone);
    }
  }
}
