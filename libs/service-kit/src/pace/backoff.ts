export interface Backoff {
  readonly firstMs: number;
  readonly capMs: number;
}

/** How long to wait after the `attempt`-th failure (from 1): doubled each time, up to the cap. */
export function backoffMs(attempt: number, { firstMs, capMs }: Backoff): number {
  return Math.min(capMs, firstMs * 2 ** Math.min(Math.max(0, attempt - 1), 30));
}
