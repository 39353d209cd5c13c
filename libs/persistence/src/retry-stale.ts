import { RetryableError, StaleVersion } from './errors';
import { machine, pause } from './machine';
import type { UnitOfWorkOptions } from './unit-of-work';

export const attemptsMaxDefault = 5;
const backoffFirstMs = 4;
const backoffMaxMs = 200;

/** Runs `attempt` again while it is stale, a bounded number of times, waiting a jittered moment, and for `beforeAgain`, in between. */
export async function retryStale<T>(
  attempt: (isAgain: boolean) => Promise<T>,
  isStale: (error: unknown) => boolean,
  options: UnitOfWorkOptions,
  beforeAgain: () => Promise<void> = async () => undefined,
): Promise<T> {
  const attemptsMax = options.attemptsMax ?? attemptsMaxDefault;
  const sleep = options.sleep ?? pause;
  const random = options.random ?? machine.chance;
  for (let count = 1; ; count++) {
    try {
      return await attempt(count > 1);
    } catch (error) {
      if (!isStale(error)) throw error;
      options.onStale?.(count, error);
      if (count >= attemptsMax) {
        throw new RetryableError(`still stale after ${count} attempts: ${messageOf(error)}`, { cause: error });
      }
      await sleep(random() * Math.min(backoffMaxMs, backoffFirstMs * 2 ** count));
      await beforeAgain();
    }
  }
}

export function isStaleVersion(error: unknown): boolean {
  return error instanceof StaleVersion;
}

/** Hooks of one attempt, for one way in which it may end. */
export class Hooks {
  private readonly hooks: (() => void)[] = [];

  add(hook: () => void): void {
    this.hooks.push(hook);
  }

  run(onError: ((error: unknown) => void) | undefined): void {
    for (const hook of this.hooks) {
      // An async hook fits the type; its rejection must not end the process.
      new Promise<void>((resolve) => resolve(hook())).catch((error) => onError?.(error));
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
