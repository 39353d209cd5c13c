import { storeLevelSettled, type Cause } from '@tillbridge/contracts';
import type { Outbox, OutgoingFact, Tx } from '@tillbridge/persistence';
import type { LevelKey } from '../store-adapter';
import { claimFact, isReportDue, reported, withStory } from './edit-story';
import { settled, wantsPush, type StoreLevel } from './store-level';
import type { StoreLevels } from './store-levels';
import type { Turns } from './turns';

/** What has become possible for a channel and should be looked at once the transaction has committed. */
export type Work = 'push' | 'read' | 'poll' | 'task' | 'halt';

export interface LevelBookOptions {
  turns: Turns;
  levels: StoreLevels;
  outbox: Outbox;
  now(): Date;
  /** Called after the commit, once per kind of work. */
  onWork(channel: string, work: Work): void;
}

/**
 * The one way in which levels change: take the channel's turn, load, change, save under the row's version, tell the core
 * what it must hear of, and wake whoever has something to do.
 */
export class LevelBook {
  private readonly turnsOf = new WeakMap<Tx, ReadonlySet<string>>();
  private readonly lastOf = new Map<string, Promise<unknown>>();

  constructor(private readonly options: LevelBookOptions) {}

  /**
   * Alone with what is kept of these channels, from here to the end of the transaction. Comes before anything is read that
   * a change may rest on.
   */
  async takeTurn(tx: Tx, channels: readonly string[]): Promise<void> {
    if (this.turnsOf.has(tx)) throw new Error('a transaction takes all its turns at once');
    await this.options.turns.take(tx, channels);
    this.turnsOf.set(tx, new Set(channels));
  }

  /** One after the other within this process: what waits here holds no connection that a delivery could be stored on. */
  queue<T>(channel: string, work: () => Promise<T>): Promise<T> {
    const mine = (this.lastOf.get(channel) ?? Promise.resolve()).then(work);
    this.lastOf.set(
      channel,
      mine.catch(() => undefined),
    );
    return mine;
  }

  /** Changes the levels of `keys`; those that are not known yet come as new rows. */
  async change(
    tx: Tx,
    channel: string,
    keys: readonly LevelKey[],
    cause: Cause,
    change: (level: StoreLevel) => StoreLevel,
  ): Promise<StoreLevel[]> {
    if (keys.length === 0) return [];
    return this.apply(tx, channel, await this.options.levels.load(tx, channel, keys), cause, change);
  }

  /** Changes levels that this transaction has loaded. @returns them as they are now. */
  async apply(
    tx: Tx,
    channel: string,
    loaded: readonly StoreLevel[],
    cause: Cause,
    change: (level: StoreLevel) => StoreLevel,
  ): Promise<StoreLevel[]> {
    if (loaded.length === 0) return [];
    if (!this.turnsOf.get(tx)?.has(channel)) throw new Error(`levels of ${channel} would be changed out of turn`);
    const facts: OutgoingFact[] = [];
    const changed: StoreLevel[] = [];
    const result = loaded.map((before) => {
      const now = this.options.now();
      const changedTo = change(before);
      if (changedTo === before) return before;
      const wanted = withStory(before, changedTo, now);
      const after = reported(settled(wanted, now));
      // First what it can still sell, then what is no longer missing: in between too little is free, never too much.
      if (after.toldSeq > before.toldSeq) facts.push(settledFact(after, cause, now));
      if (isReportDue(wanted)) facts.push(claimFact(after, cause, now));
      changed.push(after);
      return after;
    });
    await this.options.levels.save(tx, changed);
    await this.options.outbox.add(tx, facts);
    this.wake(tx, channel, changed);
    return result.map((level) => (changed.includes(level) ? { ...level, version: level.version + 1 } : level));
  }

  private wake(tx: Tx, channel: string, changed: readonly StoreLevel[]): void {
    const { onWork } = this.options;
    const push = changed.some(wantsPush);
    const read = changed.some((level) => level.readDueAt !== null && level.mirror.open === null);
    if (push) tx.afterCommit(() => onWork(channel, 'push'));
    if (read) tx.afterCommit(() => onWork(channel, 'read'));
  }
}

function settledFact(level: StoreLevel, cause: Cause, now: Date): OutgoingFact<typeof storeLevelSettled> {
  const { channel, externalId, storeLocation, itemId, told, toldSeq, settledVersion } = level;
  if (itemId === null || told === null) throw new Error('only what was wanted for an item settles');
  return {
    definition: storeLevelSettled,
    cause,
    data: {
      channel,
      externalId,
      storeLocation,
      itemId,
      version: settledVersion,
      ...told,
      seq: toldSeq,
      settledAt: now.toISOString(),
    },
  };
}
