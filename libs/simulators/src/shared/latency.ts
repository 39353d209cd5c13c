import { setTimeout as wait } from 'node:timers/promises';
import type { Rng } from './rng';

export interface Range {
  min: number;
  max: number;
}

export const NO_DELAY: Range = { min: 0, max: 0 };

/**
 * How long an answer takes, in ms. The time is split at a random point around the effect, because on a real network the
 * effect commits somewhere between the request leaving and the answer arriving, and races live in that gap.
 */
export class Latency {
  constructor(
    private readonly rng: Rng,
    private readonly rangeMs: Range,
  ) {}

  split(): { requestMs: number; responseMs: number } {
    const total = this.rng.int(this.rangeMs.min, this.rangeMs.max);
    const requestMs = Math.round(total * (0.2 + 0.6 * this.rng.next()));
    return { requestMs, responseMs: total - requestMs };
  }

  /** Waits the request half, runs the effect, waits the answer half. */
  async around<T>(effect: () => T | Promise<T>): Promise<T> {
    const { requestMs, responseMs } = this.split();
    if (requestMs > 0) await wait(requestMs);
    const result = await effect();
    if (responseMs > 0) await wait(responseMs);
    return result;
  }
}
