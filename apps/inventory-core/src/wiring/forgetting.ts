import { Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { KickedLoop } from '@tillbridge/service-kit';

const lookEveryMs = 600_000;

/** Keeps the tables of stored answers and of past reservations from growing for ever. */
export class Forgetting implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Forgetting.name);
  private readonly loop: KickedLoop;

  /** @param forget forgets a bounded number, and says how many. */
  constructor(forget: () => Promise<number>) {
    this.loop = new KickedLoop({
      pollMs: lookEveryMs,
      run: async () => ((await forget()) > 0 ? 0 : null),
      onError: (error) => this.logger.warn(`old answers and reservations stay for now: ${(error as Error).message}`),
    });
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }
}
