import { setTimeout as wait } from 'node:timers/promises';
import type { Runs } from './runs/runs';
import { newRun, runReconcile, type ReconcileDeps } from './run-reconcile';
import type { Run } from './runs/runs';

/** A run may wait for slow vendors for minutes; a shutdown has 25 s for everything. */
const drainMsMaxDefault = 5_000;

/** Starts runs, one at a time, and knows whether one is under way. */
export class RunKeeper {
  private active: Promise<unknown> | null = null;

  constructor(
    private readonly deps: ReconcileDeps,
    private readonly newId: () => string,
    private readonly onEnd: (run: Run) => void,
  ) {}

  get runs(): Runs {
    return this.deps.runs;
  }

  get activeCount(): number {
    return this.active ? 1 : 0;
  }

  /** Whether a run can be about this channel. */
  async knows(channel: string): Promise<boolean> {
    return (await this.deps.channels()).some(({ id }) => id === channel);
  }

  /** Returns the run it started, or null while another is under way: two at once would only ask everything twice. */
  async start(channel: string | null): Promise<Run | null> {
    if (this.active) return null;
    const run = newRun(this.newId(), channel, this.deps.now());
    const begun = this.deps.uow.run((tx) => this.deps.runs.begin(tx, run));
    this.active = begun
      .then(() => runReconcile(this.deps, run))
      .then(this.onEnd, () => {})
      .finally(() => (this.active = null));
    await begun;
    return run;
  }

  /** Ends what earlier processes left open. */
  abandonOrphans(): Promise<number> {
    return this.deps.uow.run((tx) => this.deps.runs.abandon(tx, this.deps.now()));
  }

  /** Waits for the run under way. One that takes longer than a shutdown may is closed as abandoned; it has written nothing. */
  async drain(drainMsMax = drainMsMaxDefault): Promise<void> {
    if (this.active && !(await endsWithin(this.active, drainMsMax))) await this.abandonOrphans();
  }
}

async function endsWithin(work: Promise<unknown>, ms: number): Promise<boolean> {
  const giveUp = new AbortController();
  const tooLong = wait(ms, false, { signal: giveUp.signal }).catch(() => false);
  const hasEnded = await Promise.race([work.then(() => true), tooLong]);
  giveUp.abort();
  return hasEnded;
}
