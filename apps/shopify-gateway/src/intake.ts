import type { IntakeWorker, RawIntake, RawWebhook, StoreFinding, StoreGateway } from '@tillbridge/gateway-kit';
import type { Cipher, UnitOfWork } from '@tillbridge/persistence';
import { UnknownChannel } from './wiring/make-adapter';

export const intakePurpose = 'raw delivery';

export interface IntakeOptions {
  uow: UnitOfWork;
  raw: RawIntake;
  cipher: Cipher;
  gateway: StoreGateway;
  worker: IntakeWorker<StoreFinding[]>;
  now(): Date;
}

/** Takes webhooks in: verified, sealed and stored, in this order, and only then answered. */
export class Intake {
  /** Deliveries refused since the process started; nothing else is kept of them. */
  rejected = 0;

  constructor(private readonly options: IntakeOptions) {}

  /** @returns false when the delivery is not what it claims to be. */
  async take(channel: string, webhook: RawWebhook): Promise<boolean> {
    const { uow, raw, cipher, worker, now } = this.options;
    const verdict = await this.verify(channel, webhook);
    if (!verdict?.genuine) {
      this.rejected += 1;
      return false;
    }
    const { deliveryId, topic, headers } = verdict;
    const sealed = cipher.seal(webhook.body, intakePurpose);
    await uow.run((tx) => raw.store(tx, { channel, deliveryId, topic, headers, sealed, receivedAt: now() }));
    worker.kick();
    return true;
  }

  private async verify(channel: string, webhook: RawWebhook) {
    try {
      return (await this.options.gateway.adapterOf(channel)).verify(webhook);
    } catch (error) {
      // Who signs for a store we do not know is nobody; the answer must not tell which stores we do.
      if (error instanceof UnknownChannel) return null;
      throw error;
    }
  }
}
