import { Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { KickedLoop } from '@tillbridge/service-kit';
import type { Reminder } from './reminder';

/** How late a store may hear of what fell due in a core that has died since. */
const lookEveryMs = 1_000;

/** Looks for items that time alone has changed, and has them decided again. */
export class Revisiting implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Revisiting.name);
  private readonly loop: KickedLoop;

  /** @param revisit decides a bounded number of items that are due, and says how many. */
  constructor(revisit: (onBroken: (itemId: string, error: Error) => void) => Promise<number>, reminder: Reminder) {
    const onBroken = (itemId: string, error: Error) =>
      this.logger.error(`item ${itemId} is due and cannot be decided: ${error.message}`);
    this.loop = new KickedLoop({
      pollMs: lookEveryMs,
      run: async () => ((await revisit(onBroken)) > 0 ? 0 : null),
      onError: (error) => this.logger.warn(`items that are due wait: ${(error as Error).message}`),
    });
    reminder.listen((ms) => this.loop.kickIn(ms));
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }
}
