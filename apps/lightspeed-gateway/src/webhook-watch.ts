import { RepairLog, type Subscribed, type TillLog } from '@tillbridge/gateway-kit';
import { KickedLoop } from '@tillbridge/service-kit';

export interface WebhookWatchOptions {
  till: string;
  everyMs: number;
  /** Connected, and nothing holds it back. */
  isWritable(): Promise<boolean>;
  subscribe(): Promise<Subscribed>;
  now(): Date;
  log: TillLog;
}

/**
 * A till says nothing when it stops waking us, so its webhooks are looked for, and made again or switched on. That happening
 * again and again is for a person.
 */
export class WebhookWatch {
  private readonly loop: KickedLoop;
  private readonly repairs = new RepairLog();

  constructor(private readonly options: WebhookWatchOptions) {
    const { everyMs, log, till } = options;
    this.loop = new KickedLoop({
      run: async () => {
        await this.look();
        return null;
      },
      pollMs: everyMs,
      onError: (err) => log.warn({ till, err }, 'the webhooks of a till could not be looked for'),
    });
  }

  start(): void {
    this.loop.start();
  }

  stop(): Promise<void> {
    return this.loop.stop();
  }

  async look(): Promise<void> {
    const { till, isWritable, subscribe, now, log } = this.options;
    if (!(await isWritable())) return;
    const { created } = await subscribe();
    if (created.length === 0) return;
    const timesInADay = this.repairs.note(now());
    if (timesInADay > 1)
      log.warn({ till, created, timesInADay }, 'webhooks keep disappearing: see that Lightspeed can reach PUBLIC_URL');
  }
}
