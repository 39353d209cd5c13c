import type { Runs } from './runs/runs';
import { newRun, runReconcile, type ReconcileDeps } from './run-reconcile';
import type { Run } from './runs/runs';

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

  /** Waits for the run under way. */
  async drain(): Promise<void> {
    await this.active;
  }
}
