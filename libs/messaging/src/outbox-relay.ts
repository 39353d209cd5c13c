import type { Envelope } from '@tillbridge/contracts';
import { Logger } from '@nestjs/common';
import type { Outbox, UnitOfWork } from '@tillbridge/persistence';
import { NotPublished, type FactPublisher } from './fact-publisher';

/** What the relay needs of a publisher. */
export type FactSink = Pick<FactPublisher, 'publish' | 'isReady' | 'onReady'>;

export interface OutboxRelayOptions {
  outbox: Outbox;
  uow: UnitOfWork;
  publisher: FactSink;
  /** The safety net for facts whose commit nobody announced here. Default 500. */
  pollMs?: number;
  /** Facts per transaction at most. Default 200. */
  batch?: number;
  /** Transactions at once: a commit need not wait for the confirms of the one before. Default 2. */
  lanesMax?: number;
}

/**
 * Publishes what the outbox holds, at once after each commit of this process and at every poll. A fact is removed only
 * after its confirm, in the transaction that claimed it: a crash in between publishes it again, which the inbox of its
 * consumer drops. Any number of relays may run side by side.
 */
export class OutboxRelay {
  private readonly logger = new Logger(OutboxRelay.name);
  private readonly lanes = new Set<Promise<void>>();
  private kicks = 0;
  private poll: NodeJS.Timeout | null = null;
  private state: 'new' | 'running' | 'stopped' = 'new';
  private lastReport = '';

  constructor(private readonly options: OutboxRelayOptions) {}

  start(): void {
    if (this.state !== 'new') return;
    this.state = 'running';
    this.options.outbox.onAdded(() => this.kick());
    this.options.publisher.onReady(() => this.kick());
    this.poll = setInterval(() => this.kick(), this.options.pollMs ?? 500);
    this.kick();
  }

  /** There may be something to publish. */
  kick(): void {
    if (this.state !== 'running') return;
    this.kicks += 1;
    if (this.lanes.size >= (this.options.lanesMax ?? 2)) return;
    const lane = this.run().finally(() => this.lanes.delete(lane));
    this.lanes.add(lane);
  }

  /** Finishes what is in flight. What is left waits for the next process. */
  async stop(): Promise<void> {
    this.state = 'stopped';
    if (this.poll) clearInterval(this.poll);
    await Promise.all(this.lanes);
  }

  private async run(): Promise<void> {
    try {
      for (;;) {
        const seen = this.kicks;
        // Looked at before a transaction is opened: while the broker is away, none shall be held open for it.
        if (!this.options.publisher.isReady()) return;
        const wasFull = await this.pass();
        this.lastReport = '';
        // A kick during the pass may be about a row that the pass came too early to see.
        if (this.kicks === seen && (!wasFull || this.state === 'stopped')) return;
      }
    } catch (error) {
      this.report(error as Error);
    }
  }

  /** @returns whether the batch was full, so that there is probably more. */
  private async pass(): Promise<boolean> {
    const { outbox, uow, batch = 200 } = this.options;
    let failure: NotPublished | null = null;
    const claimed = await uow.run(async (tx) => {
      const envelopes = await outbox.claim(tx, batch);
      if (envelopes.length === 0) return 0;
      failure = await this.publish(envelopes);
      const published = envelopes.map(({ id }) => id).filter((id) => !failure?.ids.has(id));
      await outbox.markPublished(tx, published);
      return envelopes.length;
    });
    if (failure) throw failure as NotPublished;
    return claimed >= batch;
  }

  private async publish(envelopes: readonly Envelope[]): Promise<NotPublished | null> {
    try {
      await this.options.publisher.publish(envelopes);
      return null;
    } catch (error) {
      if (error instanceof NotPublished) return error;
      throw error;
    }
  }

  private report(error: Error): void {
    if (error.message !== this.lastReport) this.logger.warn(`facts wait in the outbox: ${error.message}`);
    this.lastReport = error.message;
  }
}
