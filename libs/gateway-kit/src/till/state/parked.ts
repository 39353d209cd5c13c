import type { Tx } from '@tillbridge/persistence';

/** Something the till said that could not be counted, set aside for a person. `sealed` is encrypted. */
export interface ParkedSighting {
  id: string;
  reason: string;
  sealed: Buffer;
  parkedAt: Date;
}

export interface ParkedSightings {
  /** Parks each id once. Returns the ids that are new. */
  park(tx: Tx, till: string, sightings: readonly ParkedSighting[]): Promise<string[]>;
  list(tx: Tx, till: string, limit: number): Promise<ParkedSighting[]>;
  prune(tx: Tx, before: Date): Promise<number>;
}
