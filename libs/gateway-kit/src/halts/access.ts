import type { UnitOfWork } from '@tillbridge/persistence';
import { changeHalts, type HaltDeps } from './change-halts';
import { withHalt, withoutHalt } from './halts';

/** How an adapter says whether its vendor takes our credentials. Neither fails, and nobody waits for it. */
export interface Access {
  /** @param endsByItself whether any later answer shows that it is over; not so where only some calls are refused. */
  refused(reason: string, endsByItself: boolean): void;
  /** The vendor answered a call that was sent at `askedAt`, ms since the epoch. */
  granted(askedAt: number): void;
}

/** For an adapter that nobody watches. */
export const unwatched: Access = { refused: () => undefined, granted: () => undefined };

/** Weather that comes of credentials the vendor refuses: no attempt may be counted for it, and nothing may be given up. */
export interface LocksOut {
  readonly lockedOut: true;
}

export function isLockedOut(error: unknown): error is Error & LocksOut {
  return error instanceof Error && (error as Partial<LocksOut>).lockedOut === true;
}

export interface AccessWatchOptions extends HaltDeps {
  channel: string;
  uow: UnitOfWork;
  /** Called after the commit. */
  onChange(): void;
  onError(error: unknown): void;
}

/**
 * Notes that a vendor refuses our credentials, once, and that it takes them again. An answer to a call that left before the
 * refusal says nothing about what came after.
 */
export class AccessWatch implements Access {
  private lockedOut: { sinceMs: number; endsByItself: boolean } | null = null;
  private saving: Promise<void> = Promise.resolve();

  constructor(private readonly options: AccessWatchOptions) {}

  /** Knows what an earlier process noted. */
  async start(): Promise<void> {
    const { uow, halts, channel } = this.options;
    const known = await uow.run((tx) => halts.get(tx, channel));
    const halt = known.halts.find(({ kind }) => kind === 'locked-out');
    this.lockedOut = halt ? { sinceMs: halt.since.getTime(), endsByItself: halt.endsByItself } : null;
  }

  refused(reason: string, endsByItself: boolean): void {
    if (this.lockedOut) return;
    const since = this.options.now();
    this.lockedOut = { sinceMs: since.getTime(), endsByItself };
    this.save((halted) => withHalt(halted, { kind: 'locked-out', since, reason, endsByItself }));
  }

  granted(askedAt: number): void {
    if (!this.lockedOut?.endsByItself || askedAt < this.lockedOut.sinceMs) return;
    this.over();
  }

  /** An operator has connected the channel: all that it has to do works again. */
  over(): void {
    this.lockedOut = null;
    this.save((halted) => withoutHalt(halted, 'locked-out'));
  }

  /** Once all that was noted is stored. */
  settled(): Promise<void> {
    return this.saving;
  }

  /** One after the other, as they were noted. What could not be stored is noted again by the next answer. */
  private save(change: Parameters<typeof changeHalts>[3]): void {
    const { uow, channel, onChange, onError } = this.options;
    this.saving = this.saving
      .then(async () => {
        if (await uow.run((tx) => changeHalts(tx, this.options, channel, change))) onChange();
      })
      .catch(async (error: unknown) => {
        onError(error);
        await this.start().catch(onError);
      });
  }
}
