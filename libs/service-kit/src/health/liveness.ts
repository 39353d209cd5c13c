import type { ConsumerState } from '@tillbridge/messaging';

/** A consumer comes back by itself within seconds; after this long only a restart will help. */
export const consumerMissingMaxMs = 60_000;

/** No batch takes nearly as long; waits for a database that is away do not count. */
export const handlingMaxMs = 300_000;

/**
 * Why this process should be restarted; null when it should not. A broker that is away is no reason: restarting every
 * process would not bring it back, and would stop the intake that works without it.
 */
export function reasonToRestart(state: ConsumerState | null): string | null {
  if (!state) return null;
  return stuckHandler(state) ?? missingConsumer(state);
}

function stuckHandler({ handlingMs }: ConsumerState): string | null {
  if (handlingMs === null || handlingMs <= handlingMaxMs) return null;
  return `one batch of facts has been in hand for ${Math.round(handlingMs / 1000)} s, and all others wait for it`;
}

function missingConsumer({ connected, consuming, missingSinceMs }: ConsumerState): string | null {
  if (!connected || consuming || missingSinceMs === null || missingSinceMs <= consumerMissingMaxMs) return null;
  return `the broker is connected, but nothing has consumed facts for ${Math.round(missingSinceMs / 1000)} s`;
}
