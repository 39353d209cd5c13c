import { availabilityChanged, driftDetected, type Cause } from '@tillbridge/contracts';
import { PermanentError, StaleVersion } from './errors';
import type { OutgoingFact } from './outbox';
import type { Platform } from './platform.contract';
import type { Tx } from './unit-of-work';

const cause: Cause = {
  correlationId: 'chain-1',
  causationId: 'webhook-7',
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
};
const [example] = availabilityChanged.examples;
const now = new Date('2026-11-23T10:00:00.000Z');

/** Told apart by `version`. */
function fact(version = 1): OutgoingFact {
  return { definition: availabilityChanged, data: { ...example!, version }, cause };
}

export function outboxContract(open: () => Promise<Platform>): void {
  describe('outbox', () => {
    it('wraps a fact into an envelope that names producer, cause and time', async () => {
      const { uow, outbox } = await ready(open);
      await uow.run((tx) => outbox.add(tx, [fact(3)]));
      const [envelope] = await uow.run((tx) => outbox.claim(tx, 10));
      expect(envelope).toEqual({
        id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
        type: 'availability.changed',
        version: 1,
        producer: 'inventory-core',
        occurredAt: now.toISOString(),
        ...cause,
        traceparent: expect.stringMatching(/^00-4bf92f3577b34da6a3ce929d0e0e4736-[0-9a-f]{16}-01$/),
        data: { ...example!, version: 3 },
      });
    });

    it('keeps the time a fact says it occurred at', async () => {
      const { uow, outbox } = await ready(open);
      const occurredAt = new Date('2026-11-22T08:00:00.000Z');
      await uow.run((tx) => outbox.add(tx, [{ ...fact(), occurredAt }]));
      const [envelope] = await uow.run((tx) => outbox.claim(tx, 1));
      expect(envelope?.occurredAt).toBe(occurredAt.toISOString());
    });

    it('refuses a payload that breaks its schema, naming the path and not the value', async () => {
      const { uow, outbox } = await ready(open);
      const broken = { ...fact(), data: { ...example!, counted: { ...example!.counted, claim: -77 } } };
      const run = uow.run((tx) => outbox.add(tx, [fact(), broken]));
      await expect(run).rejects.toThrow(PermanentError);
      await expect(run).rejects.toThrow(/^availability\.changed\.v1: counted\.claim: /);
      await expect(run).rejects.not.toThrow(/-77/);
      expect(await outbox.pending()).toBe(0);
    });

    it('lets no field out that the schema does not name', async () => {
      const { uow, outbox } = await ready(open);
      const chatty = { ...fact(), data: { ...example!, customer: 'Ada' } };
      await uow.run((tx) => outbox.add(tx, [chatty]));
      const [envelope] = await uow.run((tx) => outbox.claim(tx, 1));
      expect(envelope?.data).not.toHaveProperty('customer');
    });

    it('refuses a fact that is for another service to say', async () => {
      const { uow, outbox } = await ready(open);
      const foreign: OutgoingFact = { definition: driftDetected, data: driftDetected.examples[0]!, cause };
      await expect(uow.run((tx) => outbox.add(tx, [foreign]))).rejects.toThrow(
        'drift.detected.v1 is not for inventory-core to say, only reconciler',
      );
    });

    it('holds no fact of a unit that was rolled back', async () => {
      const { uow, outbox } = await ready(open);
      const run = uow.run(async (tx) => {
        await outbox.add(tx, [fact()]);
        throw new Error('no');
      });
      await expect(run).rejects.toThrow('no');
      expect(await outbox.pending()).toBe(0);
    });

    it('is claimed oldest first, up to the limit, and forgets what was published', async () => {
      const { uow, outbox } = await ready(open);
      for (const version of [1, 2, 3]) await uow.run((tx) => outbox.add(tx, [fact(version)]));
      const claimed = await uow.run(async (tx) => {
        const envelopes = await outbox.claim(tx, 2);
        await outbox.markPublished(
          tx,
          envelopes.map(({ id }) => id),
        );
        return envelopes.map(versionOf);
      });
      expect(claimed).toEqual([1, 2]);
      expect(await outbox.pending()).toBe(1);
      expect((await uow.run((tx) => outbox.claim(tx, 2))).map(versionOf)).toEqual([3]);
    });

    it('never gives one fact to two claims at once, and gives back what was not published', async () => {
      const { uow, outbox } = await ready(open);
      await uow.run((tx) => outbox.add(tx, [1, 2, 3, 4].map(fact)));
      const bothClaimed = meeting(2);
      const claim = () =>
        uow.run(async (tx: Tx) => {
          const envelopes = await outbox.claim(tx, 3);
          await bothClaimed();
          return envelopes.map(versionOf);
        });
      const [first, second] = await Promise.all([claim(), claim()]);
      expect([...first!, ...second!].sort()).toEqual([1, 2, 3, 4]);
      expect(await uow.run((tx) => outbox.claim(tx, 10))).toHaveLength(4);
    });

    it('tells listeners after a commit that added facts, and after no other', async () => {
      const { uow, outbox } = await ready(open);
      const listener = jest.fn();
      outbox.onAdded(listener);
      await uow.run((tx) => outbox.add(tx, []));
      let stale = true;
      await uow.run(async (tx) => {
        await outbox.add(tx, [fact(), fact(2)]);
        expect(listener).not.toHaveBeenCalled();
        if (stale) {
          stale = false;
          throw new StaleVersion('once');
        }
      });
      expect(listener).toHaveBeenCalledTimes(1);
    });

    it('says how long its oldest fact has been waiting', async () => {
      const { uow, outbox } = await ready(open);
      expect(await outbox.oldestAgeMs()).toBeNull();
      await uow.run((tx) => outbox.add(tx, [fact()]));
      expect(await outbox.oldestAgeMs()).toBeGreaterThanOrEqual(0);
      expect(await outbox.oldestAgeMs()).toBeLessThan(60_000);
    });
  });
}

async function ready(open: () => Promise<Platform>) {
  const platform = await open();
  return { uow: platform.uow(), outbox: platform.outbox({ service: 'inventory-core', now: () => now }) };
}

function versionOf(envelope: { data: unknown }): number {
  return (envelope.data as { version: number }).version;
}

/** A point that nobody passes before `parties` have reached it. */
function meeting(parties: number): () => Promise<void> {
  let arrived = 0;
  let open: () => void;
  const all = new Promise<void>((resolve) => (open = resolve));
  return () => {
    arrived += 1;
    if (arrived === parties) open();
    return all;
  };
}
