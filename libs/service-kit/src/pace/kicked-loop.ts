import { machine, type Timer } from '@tillbridge/persistence';

export interface KickedLoopOptions {
  /** Does what is waiting. Returns after how many ms there is more to do (0: at once), or null when there is nothing. */
  run(): Promise<number | null>;
  /** The safety net for a kick that was lost, for example by a crash between commit and kick. */
  pollMs: number;
  onError(error: unknown): void;
}

/**
 * Runs one piece of work at a time: at once when kicked, else at the latest after `pollMs`. A kick during a run causes
 * one more run, however many kicks there were. An error is reported and waited out; it never ends the loop.
 */
export class KickedLoop {
  private timer: Timer | null = null;
  private dueAt = Infinity;
  private running: Promise<void> | null = null;
  private again = false;
  private started = false;

  constructor(private readonly options: KickedLoopOptions) {}

  start(): void {
    if (this.started) return;
    this.started = true;
    this.kick();
  }

  /** Runs now, or once more after the run under way. */
  kick(): void {
    this.kickIn(0);
  }

  /** Runs in `ms` at the latest. */
  kickIn(ms: number): void {
    if (!this.started) return;
    if (this.running && ms === 0) {
      this.again = true;
      return;
    }
    this.schedule(ms);
  }

  /** Resolves once nothing runs any more. */
  async stop(): Promise<void> {
    this.started = false;
    this.clear();
    await this.running;
  }

  private schedule(ms: number): void {
    const dueAt = machine.nowMs() + ms;
    if (this.timer && this.dueAt <= dueAt) return;
    this.clear();
    this.dueAt = dueAt;
    this.timer = machine.startTimer(() => this.fire(), ms).unref();
  }

  private clear(): void {
    this.timer?.stop();
    this.timer = null;
    this.dueAt = Infinity;
  }

  private fire(): void {
    this.clear();
    if (!this.started) return;
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = this.round().finally(() => (this.running = null));
  }

  private async round(): Promise<void> {
    let next: number | null = null;
    do {
      this.again = false;
      try {
        next = await this.options.run();
      } catch (error) {
        this.options.onError(error);
        next = null;
      }
    } while (this.started && (this.again || next === 0));
    if (this.started) this.schedule(Math.min(next ?? this.options.pollMs, this.options.pollMs));
  }
}
