import {
  delivered,
  IntakeWorker,
  type CausedFinding,
  type DeliveryKey,
  type OpenedDelivery,
  type RawIntake,
  type StoreFinding,
  type StoreGateway,
  type StoreJournal,
} from '@tillbridge/gateway-kit';
import type { Cipher, Tx, UnitOfWork } from '@tillbridge/persistence';
import { intakePurpose } from '../intake';

export interface WorkerOptions {
  uow: UnitOfWork;
  raw: RawIntake;
  cipher: Cipher;
  gateway: StoreGateway;
  journal: StoreJournal;
  now(): Date;
}

/** Translates what was taken in: one unit of work per batch. */
export function intakeWorker({ uow, raw, cipher, gateway, journal, now }: WorkerOptions): IntakeWorker<StoreFinding[]> {
  return new IntakeWorker<StoreFinding[]>({
    uow,
    intake: raw,
    now,
    open: (sealed) => cipher.open(sealed, intakePurpose),
    translate: async (delivery: OpenedDelivery) => (await gateway.adapterOf(delivery.channel)).translate(delivery),
    record: (tx, translated) => record(tx, gateway, translated),
    onTrouble: ({ delivery, topic, error, parked }) =>
      journal.error('a delivery could not be translated', error, { ...delivery, topic, parked }),
    onError: (error) => journal.error('translating deliveries failed', error),
  });
}

async function record(
  tx: Tx,
  gateway: StoreGateway,
  translated: readonly { delivery: DeliveryKey; translation: StoreFinding[] }[],
): Promise<void> {
  const found = new Map<string, CausedFinding[]>();
  for (const { delivery, translation } of translated) {
    const { channel, deliveryId } = delivery;
    const findings = translation.map((finding) => ({ finding, cause: delivered(channel, deliveryId) }));
    found.set(channel, [...(found.get(channel) ?? []), ...findings]);
  }
  await gateway.record(tx, found);
}
