import type { ConsumerState } from '@tillbridge/messaging';

/** A consumer comes back by itself within seconds; after this long only a restart will help. */
export const consumerMissingMaxMs = 60_000;

/**
 * Why this process should be restarted; null when it should not. A broker that is away is no reason: restarting every
 * process would not bring it back, and would stop the intake that works without it.
 */
export function reasonToRestart(state: ConsumerState | null): string | null {
  if (!state || !state.connected || state.consuming) return null;
  const missingMs = state.missingSinceMs ?? 0;
  if (missingMs <= consumerMissingMaxMs) return null;
  return `the broker is connected, but nothing has consumed facts for ${Math.round(missingMs / 1000)} s`;
}
