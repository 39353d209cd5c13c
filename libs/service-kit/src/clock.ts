import { machine } from '@tillbridge/persistence';

/** The only source of "now" for code that decides; a simulation puts its own behind the same interface. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date(machine.nowMs()) };
