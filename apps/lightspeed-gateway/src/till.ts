import {
  changeHalts,
  defaultPosterSettings,
  defaultReaderSettings,
  isHalted,
  TillPoster,
  TillReader,
  withHalt,
  withoutHalt,
  type AccessWatch,
  type Halted,
  type Subscribed,
  type TillLog,
  type TillRuntime,
  type WakeReason,
} from '@tillbridge/gateway-kit';
import { checkSignature, sameSecret, wakeTypes } from './x-series/intake';
import type { XSeriesAdapter } from './x-series/adapter';
import { WakeLimiter } from './wake-limiter';
import { WebhookWatch } from './webhook-watch';

export interface TillSecrets {
  clientSecret: string | null;
  webhookSecret: string;
}

export interface Connected {
  channel: string;
  places: string[];
  webhooks: Subscribed;
  items: number;
  rows: number;
}

export type Knock = 'woken' | 'wrong-address' | 'wrong-signature' | 'too-many';

const wakeLimits = { burst: 60, perSecond: 10 };
const webhooksEveryMs = 300_000;

/** One connected till account: its reader, its poster and its door for webhooks. */
export class Till {
  readonly reader: TillReader;
  readonly poster: TillPoster;
  private readonly webhooks: WebhookWatch;
  private readonly limiter = new WakeLimiter(wakeLimits);
  private readonly wrong = { address: 0, signature: 0 };

  constructor(
    readonly channel: string,
    readonly adapter: XSeriesAdapter,
    private readonly secrets: TillSecrets,
    private readonly runtime: TillRuntime,
    private readonly options: { publicUrl: string; settleMs: number; pollIntervalMs: number; access: AccessWatch },
  ) {
    const { settleMs, pollIntervalMs } = options;
    this.reader = new TillReader(runtime, { ...defaultReaderSettings, settleMs, pollIntervalMs });
    this.poster = new TillPoster(runtime, { ...defaultPosterSettings, settleMs }, (dueAt) =>
      this.reader.expectRead(dueAt),
    );
    this.webhooks = new WebhookWatch({
      till: channel,
      everyMs: webhooksEveryMs,
      isWritable: () => this.isWritable(),
      subscribe: () => this.subscribe(),
      now: () => runtime.now(),
      log: runtime.log,
    });
  }

  start(): void {
    this.reader.start();
    this.poster.start();
    this.webhooks.start();
  }

  async stop(): Promise<void> {
    await Promise.all([this.reader.stop(), this.poster.stop(), this.webhooks.stop()]);
    await this.options.access.settled();
  }

  /** Webhooks, places, catalogue, then every level. Running it again tells everything again and changes nothing more. */
  async connect(): Promise<Connected> {
    // The one before may have noted something until it stopped.
    await this.options.access.start();
    const places = await this.adapter.checkPlaces();
    // Subscribed first: what happens while everything is being read wakes us afterwards.
    const webhooks = await this.subscribe();
    const begun = await this.reader.begin();
    this.options.access.over();
    return { channel: this.channel, places, webhooks, ...begun };
  }

  private subscribe(): Promise<Subscribed> {
    return this.adapter.subscribe((type) => this.wakeUrl(type));
  }

  private isWritable(): Promise<boolean> {
    const { unitOfWork, stores } = this.runtime;
    return unitOfWork.run(async (tx) => {
      const isConnected = (await stores.cursors.read(tx, this.channel, 'records')) !== null;
      return isConnected && !isHalted(await stores.halts.get(tx, this.channel));
    });
  }

  /** No web order is recorded until it is resumed; what the till tells is taken in as ever. Idempotent. */
  pause(reason: string): Promise<void> {
    const since = this.runtime.now();
    return this.changeHalts((halted) => withHalt(halted, { kind: 'paused', since, reason, endsByItself: false }));
  }

  /** What waits to be recorded goes out now. Idempotent. */
  resume(): Promise<void> {
    return this.changeHalts((halted) => withoutHalt(halted, 'paused'));
  }

  private async changeHalts(change: (halted: Halted) => Halted): Promise<void> {
    const { unitOfWork, stores, outbox, now } = this.runtime;
    await unitOfWork.run((tx) => changeHalts(tx, { halts: stores.halts, outbox, now }, this.channel, change));
    this.poster.kick();
  }

  wakeUrl(type: string): string {
    const base = this.options.publicUrl.replace(/\/$/, '');
    return `${base}/webhooks/lightspeed/${this.channel}/${this.secrets.webhookSecret}/${type}`;
  }

  /** A webhook at the door. Nothing of it is kept: it only says that polling is worth while. */
  knock(secret: string, type: string, signature: string | undefined, body: Buffer): Knock {
    const reason: WakeReason | undefined = Object.hasOwn(wakeTypes, type) ? wakeTypes[type] : undefined;
    if (!reason || !sameSecret(secret, this.secrets.webhookSecret)) {
      this.count('address');
      return 'wrong-address';
    }
    const checked = checkSignature(signature, body, this.secrets.clientSecret);
    if (checked === 'wrong') {
      this.count('signature');
      return 'wrong-signature';
    }
    if (checked === 'absent' && !this.limiter.admit()) return 'too-many';
    this.reader.wake(reason);
    return 'woken';
  }

  private count(what: 'address' | 'signature'): void {
    this.wrong[what] += 1;
    this.log.warn({ till: this.channel, what, count: this.wrong[what] }, 'a webhook was turned away');
  }

  private get log(): TillLog {
    return this.runtime.log;
  }
}
