import { Injectable } from '@nestjs/common';

/** Counts pieces of work that are not finished; 0 when there is none. */
export type BusyCounter = () => Promise<number> | number;

export interface ServiceStatus {
  quiet: boolean;
  busy: Record<string, number>;
}

/**
 * Everything in this service that may still be under way. A service is quiet when all counters are zero; the demo, the
 * tests and the reconciler wait for that instead of guessing how long things take.
 */
@Injectable()
export class StatusRegistry {
  private readonly counters = new Map<string, BusyCounter>();

  register(name: string, counter: BusyCounter): void {
    if (this.counters.has(name)) throw new Error(`a busy counter "${name}" is registered already`);
    this.counters.set(name, counter);
  }

  async read(): Promise<ServiceStatus> {
    const entries = await Promise.all(
      [...this.counters].map(async ([name, counter]): Promise<[string, number]> => [name, await counter()]),
    );
    return { quiet: entries.every(([, count]) => count === 0), busy: Object.fromEntries(entries) };
  }
}
