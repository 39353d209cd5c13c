import { driftDetected } from '@tillbridge/contracts';
import type { Outbox, OutgoingFact, UnitOfWork } from '@tillbridge/persistence';
import type { Channel } from './channels';
import { compareStores, compareTill, confirmedDrift, type Compared, type Comparison } from './compare';
import type { Peers } from './peers';
import type { Run, Runs } from './runs/runs';

export interface ReconcileDeps {
  peers: Peers;
  channels(): Promise<Channel[]>;
  uow: UnitOfWork;
  outbox: Outbox;
  runs: Runs;
  now(): Date;
  /** Lets what is in flight arrive before the second look. */
  pause(): Promise<void>;
}

/**
 * Looks twice at everything, or at one channel, and tells the gateways of what drifted both times, so that they read those
 * levels again. Never writes to a channel. A run that cannot be carried out ends as failed, with the reason.
 */
export async function runReconcile(deps: ReconcileDeps, run: Run): Promise<Run> {
  const { uow, runs, outbox, now } = deps;
  try {
    const first = await look(deps, run.channel);
    let last = first;
    if (first.comparisons.some(({ verdict }) => verdict === 'drift')) {
      await deps.pause();
      last = await look(deps, run.channel);
    }
    const drift = confirmedDrift(first.comparisons, last.comparisons);
    const ended = finished(run, last, drift, now());
    await uow.run(async (tx) => {
      await runs.end(tx, ended, drift.map(findingOf));
      await outbox.add(
        tx,
        drift.map((comparison) => factOf(comparison, ended)),
      );
    });
    return ended;
  } catch (error) {
    const failed: Run = { ...run, state: 'failed', finishedAt: now(), error: (error as Error).message.slice(0, 500) };
    await uow.run((tx) => runs.end(tx, failed, []));
    return failed;
  }
}

export function newRun(id: string, channel: string | null, startedAt: Date): Run {
  const counts = { compared: 0, agreeing: 0, lagging: 0, drifting: 0, unlinked: 0 };
  return { id, channel, state: 'running', startedAt, finishedAt: null, error: null, ...counts };
}

/** The core is asked first: a level that moves in between is then newer at the gateway, which reads as lag. */
async function look({ peers, channels }: ReconcileDeps, channel: string | null): Promise<Compared> {
  const wanted = (await channels()).filter(({ id }) => channel === null || id === channel);
  const expected = await peers.expectations();
  const compared = await Promise.all(
    wanted.map(async ({ id, kind }) => {
      if (kind === 'till') return compareTill(expected.levels, await peers.till(id));
      const levels = expected.channels.filter((level) => level.channel === id);
      return compareStores(levels, await peers.store(id));
    }),
  );
  return {
    comparisons: compared.flatMap(({ comparisons }) => comparisons),
    unlinked: compared.reduce((sum, { unlinked }) => sum + unlinked, 0),
  };
}

function finished(run: Run, { comparisons, unlinked }: Compared, drift: Comparison[], at: Date): Run {
  const agreeing = comparisons.filter(({ verdict }) => verdict === 'agree').length;
  const compared = comparisons.length;
  // What drifts for the first time may still be explained by the next look, so it counts as lag.
  const lagging = compared - agreeing - drift.length;
  return { ...run, state: 'finished', finishedAt: at, compared, agreeing, lagging, drifting: drift.length, unlinked };
}

function findingOf({ verdict: _, ...finding }: Comparison) {
  return finding;
}

function factOf({ channel, itemId, externalId, place, expected, observed }: Comparison, run: Run): OutgoingFact {
  const at = run.finishedAt!.toISOString();
  return {
    definition: driftDetected,
    data: { run: run.id, channel, itemId, externalId, place, expected, observed, at },
    cause: { correlationId: run.id, causationId: null, traceparent: null },
  };
}
