/** Shop-local offset of the webhook samples, in minutes. */
const OFFSET_MINUTES = -300;
const MINUTE_MS = 60_000;

/** REST and webhook style: whole seconds with the shop's offset. */
export function webhookTime(ms: number): string {
  const local = new Date(ms + OFFSET_MINUTES * MINUTE_MS).toISOString().slice(0, 19);
  const hours = String(Math.abs(OFFSET_MINUTES / 60)).padStart(2, '0');
  return `${local}${OFFSET_MINUTES < 0 ? '-' : '+'}${hours}:00`;
}

export const webhookTimeOrNull = (ms: number | null): string | null => (ms === null ? null : webhookTime(ms));

/** GraphQL style: whole seconds, UTC. */
export const graphqlTime = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

export const graphqlTimeOrNull = (ms: number | null): string | null => (ms === null ? null : graphqlTime(ms));

/** Times are compared as they are shown: in whole seconds. */
export const wholeSeconds = (ms: number): number => Math.floor(ms / 1000) * 1000;
