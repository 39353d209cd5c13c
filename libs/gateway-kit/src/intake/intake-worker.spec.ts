import {
  DecryptionFailed,
  KeyMissing,
  MemoryUnitOfWork,
  PermanentError,
  RetryableError,
  Unavailable,
  type Tx,
} from '@tillbridge/persistence';
import { IntakeWorker } from './intake-worker';
import { MemoryRawIntake } from './raw-intake.memory';

function world(record: (ids: string[], tx: Tx) => void = () => undefined, open = (sealed: Buffer) => sealed) {
  const uow = new MemoryUnitOfWork();
  const intake = new MemoryRawIntake();
  const recorded: string[] = [];
  const trouble: { id: string; parked: boolean }[] = [];
  let now = Date.UTC(2026, 10, 23, 10);
  const worker = new IntakeWorker<string>({
    uow,
    intake,
    now: () => new Date(now),
    open,
    translate: ({ body }) => {
      if (body.toString().startsWith('garbled')) throw new PermanentError('the body is not JSON');
      return body.toString();
    },
    record: async (tx, translated) => {
      const ids = translated.map((each) => each.translation);
      record(ids, tx);
      tx.afterCommit(() => recorded.push(...ids));
    },
    onTrouble: ({ delivery, parked }) => trouble.push({ id: delivery.deliveryId, parked }),
    onError: () => undefined,
    attemptsMax: 3,
  });
  const store = (...ids: string[]) =>
    uow.run(async (tx) => {
      for (const deliveryId of ids) {
        const rest = { channel: 'store-a', topic: 't', headers: {}, sealed: Buffer.from(deliveryId) };
        await intake.store(tx, { ...rest, deliveryId, receivedAt: new Date(now) });
      }
    });
  return { worker, intake, recorded, trouble, store, pass: (ms: number) => void (now += ms) };
}

describe('translating raw deliveries', () => {
  it('translates a batch in one unit of work, each delivery once', async () => {
    const batches: string[][] = [];
    const { worker, intake, recorded, store } = world((ids) => void batches.push(ids));
    await store('a', 'b', 'c');
    await worker.round();
    await worker.round();
    expect(recorded).toEqual(['a', 'b', 'c']);
    expect(batches[0]).toHaveLength(3);
    expect(await intake.counts()).toEqual({ waiting: 0, parked: 0 });
  });

  it('parks what cannot be read, with the reason, beside its neighbours', async () => {
    const { worker, intake, recorded, store } = world();
    await store('a', 'garbled', 'b');
    await worker.round();
    expect(recorded).toEqual(['a', 'b']);
    expect(await intake.listParked(10)).toMatchObject([{ deliveryId: 'garbled', reason: 'the body is not JSON' }]);
  });

  it('finds the one delivery that cannot be recorded, and records the others', async () => {
    const { worker, intake, recorded, store, trouble } = world((ids) => {
      if (ids.includes('poison')) throw new PermanentError('breaks its schema');
    });
    await store('a', 'b', 'poison', 'c', 'd');
    await worker.round();
    expect(recorded.sort()).toEqual(['a', 'b', 'c', 'd']);
    expect(await intake.counts()).toEqual({ waiting: 0, parked: 1 });
    expect(trouble).toEqual([{ id: 'poison', parked: true }]);
  });

  it('tries again what may work later, a bounded number of times', async () => {
    const { worker, intake, store, trouble, pass } = world(() => {
      throw new RetryableError('weather');
    });
    await store('a');
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await worker.round();
      await worker.round();
      expect(trouble).toHaveLength(attempt);
      pass(60_000);
    }
    expect(trouble.at(-1)).toEqual({ id: 'a', parked: true });
    expect(await intake.counts()).toEqual({ waiting: 0, parked: 1 });
  });

  it('costs no delivery an attempt while the database is away', async () => {
    const { worker, intake, store, trouble } = world(() => {
      throw new Unavailable('database');
    });
    await store('a');
    await expect(worker.round()).rejects.toBeInstanceOf(Unavailable);
    expect(trouble).toEqual([]);
    expect(await intake.counts()).toEqual({ waiting: 1, parked: 0 });
  });

  it('waits for the right key however long it takes, and translates then what came meanwhile', async () => {
    let opened = (): Buffer => {
      throw new KeyMissing('0a1b2c3d');
    };
    const { worker, intake, recorded, store, pass } = world(undefined, (sealed) => (opened(), sealed));
    await store('a', 'b');
    for (let attempt = 1; attempt <= 10; attempt += 1) {
      await worker.round();
      pass(3_600_000);
    }
    expect(await intake.counts()).toEqual({ waiting: 2, parked: 0 });
    opened = () => Buffer.alloc(0);
    await worker.round();
    expect(recorded.sort()).toEqual(['a', 'b']);
  });

  it('parks in the end, beside its neighbours, what no key opens because it was changed', async () => {
    const { worker, intake, recorded, store, pass } = world(undefined, (sealed) => {
      if (sealed.toString() === 'changed') throw new DecryptionFailed('sealed bytes were changed');
      return sealed;
    });
    await store('a', 'changed');
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await worker.round();
      pass(60_000);
    }
    expect(recorded).toEqual(['a']);
    expect(await intake.counts()).toEqual({ waiting: 0, parked: 1 });
  });
});
