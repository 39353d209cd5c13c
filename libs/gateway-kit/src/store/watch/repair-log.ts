const dayMs = 86_400_000;

/** How often something had to be put right within a day: once may happen, more is for a person. */
export class RepairLog {
  private repairedAt: number[] = [];

  /** @returns how often within the last day, this time included. */
  note(at: Date): number {
    const now = at.getTime();
    this.repairedAt = [...this.repairedAt.filter((time) => time > now - dayMs), now];
    return this.repairedAt.length;
  }
}
