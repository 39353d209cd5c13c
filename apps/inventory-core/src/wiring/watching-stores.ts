import { Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { KickedLoop } from '@tillbridge/service-kit';

/** A fraction of what people wait to hear of it. */
const lookEveryMs = 60_000;

/** Looks for stores that do not acknowledge. */
export class WatchingStores implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(WatchingStores.name);
  private readonly loop: KickedLoop;

  /** @param look finds them, and tells people of those that it had not found before. */
  constructor(look: () => Promise<unknown>) {
    this.loop = new KickedLoop({
      pollMs: lookEveryMs,
      run: async () => {
        await look();
        return null;
      },
      onError: (error) => this.logger.warn(`nobody looks for silent stores: ${(error as Error).message}`),
    });
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }
}
