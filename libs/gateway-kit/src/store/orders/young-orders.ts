import type { OrderRef } from '../store-adapter';

/** Vendors stamp a change of an order by the second. */
const stampMs = 1_000;
/** Beyond this the oldest are forgotten: they are read once more, if a poll finds them again. */
const keptMax = 10_000;

interface Sighting extends OrderRef {
  /** When a poll had found this stamp, on our clock. */
  readonly sightedAt: number;
}

interface Poll {
  readonly startedAt: Date;
  readonly endedAt: number;
}

/**
 * An order changed twice within a second has the same stamp both times, so a stamp that we know does not say that we know the
 * order: word of the second change may have been lost. What was read a second after somebody had seen the stamp is the last
 * that this stamp can stand for. In memory: after a restart polls find again what they overlap.
 */
export class YoungOrders {
  private readonly waiting = new Map<string, Sighting>();
  /** The stamps that are read for good. */
  private readonly grown = new Map<string, number>();
  /** Oldest first; the first one is proven, or none is. */
  private polls: readonly Poll[] = [];

  /** Which stamps are old enough for a read to be final. */
  ripe(now: number): readonly Sighting[] {
    return [...this.waiting.values()].filter(({ sightedAt }) => sightedAt + stampMs < now);
  }

  /** These were read, after they had become ripe. */
  read(ripe: readonly Sighting[]): void {
    for (const { order, updatedAt } of ripe) {
      if (this.waiting.get(order)?.updatedAt.getTime() === updatedAt.getTime()) this.waiting.delete(order);
      this.grown.delete(order);
      this.grown.set(order, updatedAt.getTime());
    }
    for (const order of [...this.grown.keys()].slice(0, Math.max(0, this.grown.size - keptMax)))
      this.grown.delete(order);
  }

  /** A poll that started then has found these, and has just ended. */
  sighted(refs: readonly OrderRef[], startedAt: Date, now: number): void {
    for (const ref of refs) {
      const isKnown = (stamp: number | undefined) => stamp === ref.updatedAt.getTime();
      if (isKnown(this.grown.get(ref.order)) || isKnown(this.waiting.get(ref.order)?.updatedAt.getTime())) continue;
      this.waiting.set(ref.order, { ...ref, sightedAt: now });
    }
    const all = [...this.polls, { startedAt, endedAt: now }];
    this.polls = all.slice(Math.max(0, this.provenIn(all)));
  }

  /** The start of the latest poll of which everything it found was read for good; null while there is none. */
  provenAt(): Date | null {
    return this.polls[this.provenIn(this.polls)]?.startedAt ?? null;
  }

  private provenIn(polls: readonly Poll[]): number {
    const oldest = Math.min(...[...this.waiting.values()].map(({ sightedAt }) => sightedAt));
    return polls.findLastIndex(({ endedAt }) => endedAt < oldest);
  }
}
