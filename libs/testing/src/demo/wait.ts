import { setTimeout as pause } from 'node:timers/promises';

export interface Bound {
  timeoutMs: number;
  everyMs?: number;
}

/** Asks until the answer is there, errors counting as "not yet". @throws with the last error when it did not come in time. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | null | undefined | false>,
  { timeoutMs, everyMs = 100 }: Bound,
): Promise<T> {
  const giveUpAt = Date.now() + timeoutMs;
  let last: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (answer) return answer;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (Date.now() >= giveUpAt) {
      const why = last instanceof Error ? `: ${last.message}` : '';
      throw new Error(`waited ${Math.round(timeoutMs / 1000)} s in vain for ${what}${why}`);
    }
    await pause(everyMs);
  }
}
