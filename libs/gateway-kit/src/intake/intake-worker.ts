import {
  DecryptionFailed,
  isDatabaseAway,
  isWeather,
  KeyMissing,
  PermanentError,
  type Tx,
  type UnitOfWork,
} from '@tillbridge/persistence';
import { backoffMs, KickedLoop } from '@tillbridge/service-kit';
import type { DeliveryKey, RawIntake, WaitingDelivery } from './raw-intake';

/** A delivery with its body opened. */
export interface OpenedDelivery extends DeliveryKey {
  readonly topic: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly receivedAt: Date;
}

export interface IntakeWorkerOptions<Translation> {
  uow: UnitOfWork;
  intake: RawIntake;
  open(sealed: Buffer): Buffer;
  now(): Date;
  /** Does not talk to the vendor. @throws PermanentError: the delivery is parked with that reason. */
  translate(delivery: OpenedDelivery): Translation | Promise<Translation>;
  /** Records what the deliveries of one batch say, in the batch's unit of work. */
  record(tx: Tx, translated: readonly { delivery: DeliveryKey; translation: Translation }[]): Promise<void>;
  onTrouble(trouble: { delivery: DeliveryKey; topic: string; error: unknown; parked: boolean }): void;
  onError(error: unknown): void;
  batchMax?: number;
  attemptsMax?: number;
  pollMs?: number;
}

const defaults = { batchMax: 50, attemptsMax: 8, pollMs: 1_000 };
const retryBackoff = { firstMs: 500, capMs: 60_000 };

/**
 * Translates raw deliveries, one unit of work per batch: facts, changed rows and the mark "translated" commit together or
 * not at all. A batch that fails is split until the delivery behind the failure stands alone, so neighbours never suffer.
 */
export class IntakeWorker<Translation> {
  private readonly loop: KickedLoop;
  private readonly bounds: typeof defaults;

  constructor(private readonly options: IntakeWorkerOptions<Translation>) {
    const { batchMax, attemptsMax, pollMs } = options;
    this.bounds = {
      batchMax: batchMax ?? defaults.batchMax,
      attemptsMax: attemptsMax ?? defaults.attemptsMax,
      pollMs: pollMs ?? defaults.pollMs,
    };
    this.loop = new KickedLoop({
      run: () => this.round(),
      pollMs: this.bounds.pollMs,
      onError: (error) => options.onError(error),
    });
  }

  start(): void {
    this.loop.start();
  }

  /** Call after the commit that stored a delivery. */
  kick(): void {
    this.loop.kick();
  }

  stop(): Promise<void> {
    return this.loop.stop();
  }

  /** Translates one batch of what is due. @returns 0 when there may be more. */
  async round(): Promise<number | null> {
    const taken = await this.attempt(undefined);
    return taken === this.bounds.batchMax ? 0 : null;
  }

  private async attempt(keys: readonly DeliveryKey[] | undefined): Promise<number> {
    let batch: WaitingDelivery[] = [];
    try {
      await this.options.uow.run(async (tx) => {
        batch = await this.options.intake.take(tx, { now: this.options.now(), limit: this.bounds.batchMax, keys });
        if (batch.length > 0) await this.translate(tx, batch);
      });
    } catch (error) {
      if (isDatabaseAway(error) || batch.length === 0) throw error;
      if (batch.length === 1) await this.settleFailure(batch[0]!, error);
      else await this.split(batch);
    }
    return batch.length;
  }

  private async translate(tx: Tx, batch: readonly WaitingDelivery[]): Promise<void> {
    const translated: { delivery: DeliveryKey; translation: Translation }[] = [];
    for (const delivery of batch) {
      try {
        const body = this.options.open(delivery.sealed);
        translated.push({ delivery, translation: await this.options.translate({ ...delivery, body }) });
      } catch (error) {
        if (isWeather(error) || error instanceof DecryptionFailed) throw error;
        await this.options.intake.park(tx, delivery, reasonOf(error));
        tx.afterCommit(() => this.trouble(delivery, error, true));
      }
    }
    await this.options.record(tx, translated);
    await this.options.intake.markTranslated(
      tx,
      translated.map(({ delivery }) => delivery),
    );
  }

  private async split(batch: readonly WaitingDelivery[]): Promise<void> {
    const half = Math.ceil(batch.length / 2);
    await this.attempt(batch.slice(0, half));
    await this.attempt(batch.slice(half));
  }

  private async settleFailure(delivery: WaitingDelivery, error: unknown): Promise<void> {
    const attempts = delivery.attempts + 1;
    // A delivery that waits for the right key has done nothing wrong, and the next start may have that key.
    const mayPark = attempts >= this.bounds.attemptsMax && !(error instanceof KeyMissing);
    const park = mayPark || error instanceof PermanentError;
    const notBefore = new Date(this.options.now().getTime() + backoffMs(attempts, retryBackoff));
    await this.options.uow.run((tx) =>
      park
        ? this.options.intake.park(tx, delivery, reasonOf(error))
        : this.options.intake.postpone(tx, delivery, notBefore),
    );
    this.trouble(delivery, error, park);
  }

  private trouble(delivery: WaitingDelivery, error: unknown, parked: boolean): void {
    const { channel, deliveryId, topic } = delivery;
    this.options.onTrouble({ delivery: { channel, deliveryId }, topic, error, parked });
  }
}

const reasonCharactersMax = 500;

function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : 'unknown failure').slice(0, reasonCharactersMax);
}
