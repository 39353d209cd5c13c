/** Counts the time in which nothing keeps word of anything from getting through. */
export class CalmClock {
  private disturbedMs = 0;
  private untilMs = 0;

  constructor(private readonly nowMs: () => number) {}

  /** From now on, for so long at least. */
  disturb(forMs: number): void {
    const nowMs = this.nowMs();
    const untilMs = nowMs + forMs;
    if (untilMs <= this.untilMs) return;
    this.disturbedMs += untilMs - Math.max(nowMs, this.untilMs);
    this.untilMs = untilMs;
  }

  /** Milliseconds of calm since the world began. */
  get calmMs(): number {
    const nowMs = this.nowMs();
    return nowMs - (this.disturbedMs - Math.max(0, this.untilMs - nowMs));
  }
}
