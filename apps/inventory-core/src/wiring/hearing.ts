/** A fact that fails is tried again for nearly as long; that is no reason to begin anew. */
const unsureMsMax = 180_000;

/**
 * For how long the core has heard all that it was told. What an outage kept in the queue says what was so long before, and the
 * stores have heard nothing of us meanwhile either: such time is no silence of theirs.
 */
export class Hearing {
  private since: number | null = null;
  private lastAt = 0;

  /** @param backlog how many facts wait to be taken in; null while nobody knows, for the broker is away. */
  constructor(
    private readonly backlog: () => Promise<number | null>,
    private readonly now: () => Date,
  ) {}

  /** To be asked every few seconds. 0 while anything waits: it may be the very answer. */
  async forMs(): Promise<number> {
    const waiting = await this.backlog();
    const now = this.now().getTime();
    // A process that stood still, and a clock that was set, leave such a gap as well.
    if (Math.abs(now - this.lastAt) > unsureMsMax) this.since = null;
    if (waiting !== 0) return 0;
    this.since ??= now;
    this.lastAt = now;
    return Math.max(0, now - this.since);
  }
}
