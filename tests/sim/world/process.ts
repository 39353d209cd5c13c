import type { Envelope } from '@tillbridge/contracts';

/** One running process of a service, as far as its neighbours know it. */
export interface Process {
  /** Handles facts; done when they need not come again. */
  take(facts: readonly Envelope[]): Promise<void>;
  /** As at a shutdown: finishes what is under way. */
  stop(): Promise<void>;
}

/** What every process of the bridge is given. */
export interface Kept {
  /** The clock of its host. */
  readonly now: () => Date;
  /** What a person would have to look at. */
  readonly trouble: (what: unknown) => void;
}
