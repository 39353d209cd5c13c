import type { Tx, UnitOfWork } from './unit-of-work';

/**
 * Units of work of one process run side by side until one turns out to be stale: that one is decided again alone. Otherwise
 * whoever writes the same rows again and again in short batches could keep somebody who needs longer from ever committing.
 * It waits for its turn between two attempts, without a connection: those it waits for may still need one.
 * The guard against other processes stays the version in each statement; this only keeps it from being needed so often.
 */
export class TakingTurns implements UnitOfWork {
  private sideBySide = 0;
  private isSomebodyAlone = false;
  private readonly waitingAlone: (() => void)[] = [];
  private waiting: (() => void)[] = [];

  constructor(private readonly uow: UnitOfWork) {}

  async run<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    let leave = await this.enter();
    let isAlone = false;
    try {
      return await this.uow.run(work, async () => {
        if (isAlone) return;
        isAlone = true;
        leave();
        leave = await this.enterAlone();
      });
    } finally {
      leave();
    }
  }

  private async enter(): Promise<() => void> {
    while (this.isSomebodyAlone || this.waitingAlone.length > 0)
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.sideBySide += 1;
    return () => {
      this.sideBySide -= 1;
      this.next();
    };
  }

  private async enterAlone(): Promise<() => void> {
    await new Promise<void>((resolve) => {
      this.waitingAlone.push(resolve);
      this.next();
    });
    return () => {
      this.isSomebodyAlone = false;
      this.next();
    };
  }

  /** Whoever wants to be alone comes first, or new ones would go on keeping them out. */
  private next(): void {
    if (this.isSomebodyAlone) return;
    if (this.waitingAlone.length > 0) {
      if (this.sideBySide > 0) return;
      this.isSomebodyAlone = true;
      this.waitingAlone.shift()!();
      return;
    }
    const waiting = this.waiting;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }
}
