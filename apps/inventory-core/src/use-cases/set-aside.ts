interface Broken {
  readonly times: number;
  readonly until: number;
  readonly toldAt: number;
}

const firstDelayMs = 2_000;
/** Short enough that an item somebody has mended is soon in time again. */
const delayMsMax = 60_000;
const tellEveryMs = 600_000;

/**
 * Items that could not be decided: each is tried again after a delay that grows, and keeps no other waiting meanwhile. In
 * memory, for it holds nothing that a restart would not find out again. Times are milliseconds since 1970.
 */
export class SetAside {
  private readonly items = new Map<string, Broken>();

  /** Those that are not to be tried now. What nobody has asked for long is forgotten: a fact has mended it. */
  at(now: number): readonly string[] {
    for (const [itemId, { until }] of this.items) if (until + tellEveryMs <= now) this.items.delete(itemId);
    return [...this.items].filter(([, { until }]) => until > now).map(([itemId]) => itemId);
  }

  /** Says whether somebody is to be told: when it breaks, and rarely after. */
  add(itemId: string, now: number): boolean {
    const known = this.items.get(itemId);
    const times = (known?.times ?? 0) + 1;
    const isToTell = known === undefined || known.toldAt + tellEveryMs <= now;
    const until = now + Math.min(delayMsMax, firstDelayMs * 2 ** (times - 1));
    this.items.set(itemId, { times, until, toldAt: isToTell ? now : known.toldAt });
    return isToTell;
  }

  /** It could be decided. */
  drop(itemId: string): void {
    this.items.delete(itemId);
  }
}
