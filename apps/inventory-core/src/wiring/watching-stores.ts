import { Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { KickedLoop } from '@tillbridge/service-kit';

/** A fraction of what people wait to hear of it. */
const lookEveryMs = 60_000;
/** A core that is busy has taken in everything only now and then, for a moment. */
const listenEveryMs = 5_000;

export interface WatchingStoresOptions {
  /** Finds the stores that are silent, and tells people of those that it had not found before. */
  look(): Promise<unknown>;
  /** For how long the core has heard all that stores told it. */
  heardMs(): Promise<number>;
  /** How long it must have, so that a store had as long to answer. */
  heardMsMin: number;
  now(): Date;
  elapsedMs?(): number;
}

/** Looks for stores that do not acknowledge, once it is certain that their answers would have been heard. */
export class WatchingStores implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(WatchingStores.name);
  private readonly loop: KickedLoop;
  private readonly elapsedMs: () => number;
  private lookAtMs = 0;
  private lookedAt: Date | null = null;

  constructor(private readonly options: WatchingStoresOptions) {
    this.elapsedMs = options.elapsedMs ?? (() => performance.now());
    this.loop = new KickedLoop({
      pollMs: listenEveryMs,
      run: async () => {
        await this.listen();
        return null;
      },
      onError: (error) => this.logger.warn(`nobody looks for silent stores: ${(error as Error).message}`),
    });
  }

  /** When this process has looked last; null before the first time. */
  lastLook(): Date | null {
    return this.lookedAt;
  }

  /** Looks if it is time to, and if it can be believed what would be found. */
  async listen(): Promise<void> {
    const { look, heardMs, heardMsMin, now } = this.options;
    if ((await heardMs()) < heardMsMin || this.elapsedMs() < this.lookAtMs) return;
    this.lookAtMs = this.elapsedMs() + lookEveryMs;
    const at = now();
    await look();
    this.lookedAt = at;
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }
}
