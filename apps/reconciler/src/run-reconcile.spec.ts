import { driftDetected } from '@tillbridge/contracts';
import { MemoryOutbox, MemoryUnitOfWork, RetryableError } from '@tillbridge/persistence';
import { v7 } from 'uuid';
import type { Channel } from './channels';
import type { ObservedAtStore } from './compare';
import type { Peers } from './peers';
import { newRun, runReconcile } from './run-reconcile';
import { MemoryRuns } from './runs/runs.memory';

const now = new Date('2026-11-23T10:00:00.000Z');
const itemId = v7();
const place = { channel: 'store-a', itemId, externalId: '43729076', storeLocation: '655441491' };

const showing = (observed: number): ObservedAtStore[] => [
  { ...place, observed, desiredVersion: 17, pushedVersion: 17, inFlight: false, refusal: null, halts: [] },
];

/** Peers whose store shows these values, one per look. */
function peersShowing(...looks: number[]): Peers & { asked: number } {
  const peers = {
    asked: 0,
    expectations: async () => ({ levels: [], channels: [{ ...place, lowerTo: 4, raiseTo: 4, version: 17 }] }),
    store: async () => showing(looks[Math.min(peers.asked++, looks.length - 1)]!),
    till: async () => [],
  };
  return peers;
}

async function reconcile(peers: Peers, channel: string | null = null) {
  const uow = new MemoryUnitOfWork();
  const outbox = new MemoryOutbox({ service: 'reconciler', now: () => now });
  const runs = new MemoryRuns();
  const run = newRun(v7(), channel, now);
  await uow.run((tx) => runs.begin(tx, run));
  const channels = async (): Promise<Channel[]> => [
    { id: 'till', kind: 'till' },
    { id: 'store-a', kind: 'store' },
  ];
  const deps = { peers, channels, uow, outbox, runs, now: () => now, pause: async () => {} };
  const ended = await runReconcile(deps, run);
  const told = await uow.run((tx) => outbox.claim(tx, 10));
  return { ended, told, kept: (await runs.find(run.id))! };
}

describe('a reconcile run', () => {
  it('looks once when everything agrees, and tells nobody', async () => {
    const peers = peersShowing(4);
    const { ended, told } = await reconcile(peers);
    expect(ended).toMatchObject({ state: 'finished', compared: 1, agreeing: 1, drifting: 0 });
    expect([peers.asked, told]).toEqual([1, []]);
  });

  it('tells the gateways of drift that survives a second look, and keeps it', async () => {
    const { ended, told, kept } = await reconcile(peersShowing(5));
    expect(ended).toMatchObject({ state: 'finished', agreeing: 0, drifting: 1 });
    expect(told).toMatchObject([{ type: driftDetected.type, data: { channel: 'store-a', expected: 4, observed: 5 } }]);
    expect(kept.findings).toMatchObject([{ externalId: '43729076', itemId }]);
  });

  it('lets go of drift that the second look explains', async () => {
    const { ended, told } = await reconcile(peersShowing(5, 4));
    expect(ended).toMatchObject({ drifting: 0, agreeing: 1 });
    expect(told).toEqual([]);
  });

  it('compares one channel only when asked to', async () => {
    expect((await reconcile(peersShowing(5), 'till')).ended).toMatchObject({ compared: 0, drifting: 0 });
  });

  it('ends as failed, with the reason, when a service does not answer', async () => {
    const peers = { ...peersShowing(4), till: () => Promise.reject(new RetryableError('lightspeed-gateway is away')) };
    const { ended, kept } = await reconcile(peers);
    expect(ended).toMatchObject({ state: 'failed', error: 'lightspeed-gateway is away' });
    expect(kept.run).toEqual(ended);
  });
});
