import { randomFillSync } from 'node:crypto';

/** Something that was to happen later. */
export interface Timer {
  stop(): void;
  /** From now on it keeps no process alive. */
  unref(): Timer;
}

/**
 * All that differs from one run to the next: the clock, waiting and chance. What decides takes `now` as an argument; the rest
 * asks here and nowhere else (lint sees to it), so that a simulation can put a machine of its own underneath, and a seed
 * repeats.
 */
export interface Machine {
  /** Milliseconds since 1970. */
  nowMs(): number;
  /** Calls `fire` once, in `ms`. */
  startTimer(fire: () => void, ms: number): Timer;
  /** In [0, 1). */
  chance(): number;
  /** Fills with bytes that nobody can guess. */
  fill(bytes: Uint8Array): void;
}

const realMachine: Machine = {
  nowMs: () => Date.now(),
  startTimer: (fire, ms) => {
    const timeout = setTimeout(fire, ms);
    const timer: Timer = { stop: () => clearTimeout(timeout), unref: () => (timeout.unref(), timer) };
    return timer;
  },
  chance: () => Math.random(),
  fill: (bytes) => randomFillSync(bytes),
};

let current = realMachine;
const forgetting: (() => void)[] = [];

export const machine: Machine = {
  nowMs: () => current.nowMs(),
  startTimer: (fire, ms) => current.startTimer(fire, ms),
  chance: () => current.chance(),
  fill: (bytes) => current.fill(bytes),
};

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => machine.startTimer(resolve, ms));
}

/** Whoever remembers something of the machine between two calls forgets it when the machine changes. */
export function onMachineChange(forget: () => void): void {
  forgetting.push(forget);
}

/** For simulations: everything in this process runs on `other` while `work` does. */
export async function runOn<T>(other: Machine, work: () => Promise<T>): Promise<T> {
  const before = current;
  const change = (to: Machine) => {
    current = to;
    for (const forget of forgetting) forget();
  };
  change(other);
  try {
    return await work();
  } finally {
    change(before);
  }
}
