import { MemoryUnitOfWork } from '@tillbridge/persistence';
import { eventually } from '@tillbridge/testing';
import { intakePurge } from './purge-intake';
import { MemoryRawIntake } from './raw-intake.memory';

const dayMs = 86_400_000;
const received = Date.UTC(2026, 10, 1, 10);
const onDay = (days: number, ms: number) => new Date(received + days * dayMs + ms);

/** One parked and one translated delivery, purged `days` and `ms` after they came in, as at the start of a process. */
async function purgedAfter(days: number, ms: number) {
  const uow = new MemoryUnitOfWork();
  const intake = new MemoryRawIntake();
  const delivery = (deliveryId: string) => ({
    channel: 'store-a',
    deliveryId,
    topic: 't',
    headers: {},
    sealed: Buffer.from('sealed'),
    receivedAt: new Date(received),
  });
  await uow.run(async (tx) => {
    for (const name of ['parked', 'translated']) await intake.store(tx, delivery(name));
    await intake.park(tx, delivery('parked'), 'unknown topic');
    await intake.markTranslated(tx, [delivery('translated')]);
  });
  const purge = jest.spyOn(intake, 'purge');
  const loop = intakePurge({ uow, intake, now: () => onDay(days, ms), onError: fail });
  loop.start();
  await eventually(() => expect(purge).toHaveBeenCalled());
  await loop.stop();
  const isForgotten = await uow.run((tx) => intake.store(tx, delivery('translated')));
  return { parked: await intake.listParked(10), isForgotten };
}

const fail = (error: unknown): never => {
  throw error;
};

describe('purging raw deliveries', () => {
  it('keeps everything for seven days', async () => {
    expect(await purgedAfter(7, 0)).toMatchObject({ parked: [{ replayable: true }], isForgotten: false });
  });

  it('keeps no body of a customer longer, and forgets by then what was translated', async () => {
    expect(await purgedAfter(7, 1)).toMatchObject({ parked: [{ replayable: false }], isForgotten: true });
    expect(await purgedAfter(30, 0)).toMatchObject({ parked: [{ reason: 'unknown topic' }] });
  });

  it('forgets after thirty days that anything was parked', async () => {
    expect(await purgedAfter(30, 1)).toMatchObject({ parked: [] });
  });
});
