export interface Patience {
  /** Give up after this long. */
  withinMs?: number;
  /** Pause between two looks. */
  everyMs?: number;
}

/**
 * Waits for a condition instead of for a time: calls `check` until it neither throws nor returns false.
 * @returns what `check` returned last
 * @throws what `check` threw last, with the time waited added to the message
 */
export async function eventually<T>(
  check: () => T | Promise<T>,
  { withinMs = 10_000, everyMs = 20 }: Patience = {},
): Promise<Exclude<T, false>> {
  const startedAt = performance.now();
  for (;;) {
    const outcome = await attempt(check);
    if (outcome.ok) return outcome.value as Exclude<T, false>;
    if (performance.now() - startedAt >= withinMs) throw gaveUp(outcome.error, withinMs);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

type Outcome<T> = { ok: true; value: T } | { ok: false; error: unknown };

async function attempt<T>(check: () => T | Promise<T>): Promise<Outcome<T>> {
  try {
    const value = await check();
    return value === false ? { ok: false, error: new Error('the condition stayed false') } : { ok: true, value };
  } catch (error) {
    return { ok: false, error };
  }
}

/** The matcher's own error is kept (its diff is what a reader needs); only its message grows. */
function gaveUp(error: unknown, withinMs: number): Error {
  const failure = error instanceof Error ? error : new Error(String(error));
  failure.message = `not within ${withinMs} ms: ${failure.message}`;
  return failure;
}
