import { runOn, type Machine, type Timer } from '@tillbridge/persistence';
import { Random } from '../../../libs/testing/src/world/random';

interface Pending {
  readonly at: number;
  readonly order: number;
  readonly fire: () => void;
  cancelled: boolean;
}

const startOfDay = Date.parse('2026-11-23T10:00:00.000Z');
const machineImmediate = setImmediate;

/**
 * The machine that a world runs on: whoever waits or asks for the time gets virtual time, and whoever wants chance gets what
 * follows from the seed, so that minutes pass in milliseconds and the same seed gives the same run. Whatever waits for anything
 * else (a socket, a file) would wait outside of it: worlds are made of memory only.
 */
export class VirtualTime implements Machine {
  private elapsed = startOfDay;
  private order = 0;
  /** Next one last. */
  private readonly timers: Pending[] = [];
  private readonly random: Random;

  private constructor(seed: number) {
    this.random = new Random(seed);
  }

  static reign<T>(work: (time: VirtualTime) => Promise<T>, seed = 0): Promise<T> {
    const time = new VirtualTime(seed);
    return runOn(time, () => work(time));
  }

  nowMs(): number {
    return Math.floor(this.elapsed);
  }

  startTimer(fire: () => void, ms: number): Timer {
    const pending = this.add(ms, fire);
    const timer: Timer = { stop: () => (pending.cancelled = true), unref: () => timer };
    return timer;
  }

  chance(): number {
    return this.random.next();
  }

  fill(bytes: Uint8Array): void {
    for (let index = 0; index < bytes.length; index++) bytes[index] = this.random.int(0, 255);
  }

  /** Milliseconds since the world began. */
  get elapsedMs(): number {
    return this.elapsed - startOfDay;
  }

  now(): Date {
    return new Date(this.elapsed);
  }

  at(elapsedMs: number, work: () => void): void {
    this.add(elapsedMs - this.elapsedMs, work);
  }

  after(ms: number, work: () => void): void {
    this.add(ms, work);
  }

  wait(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve));
  }

  /** Lets everything happen that happens until then. */
  async runUntil(elapsedMs: number): Promise<void> {
    await settled();
    while ((this.timers.at(-1)?.at ?? Infinity) <= startOfDay + elapsedMs) await this.next();
    this.elapsed = Math.max(this.elapsed, startOfDay + elapsedMs);
  }

  /** Every machine sleeps until then: what was due meanwhile happens when they wake up. */
  sleepUntil(elapsedMs: number): void {
    this.elapsed = Math.max(this.elapsed, startOfDay + elapsedMs);
  }

  /** Lets time pass until `work` is done. @throws when nothing is left to wait for and it is not */
  async until<T>(work: Promise<T>): Promise<T> {
    let isDone = false;
    const done = work.finally(() => (isDone = true));
    done.catch(() => undefined);
    await settled();
    while (!isDone) {
      if (this.timers.length === 0) throw new Error('this waits for something outside of virtual time');
      await this.next();
    }
    return done;
  }

  private async next(): Promise<void> {
    const timer = this.timers.pop() as Pending;
    if (timer.cancelled) return;
    this.elapsed = Math.max(this.elapsed, timer.at);
    timer.fire();
    await settled();
  }

  private add(ms: number, fire: () => void): Pending {
    const timer = { at: this.elapsed + Math.max(0, ms), order: this.order++, fire, cancelled: false };
    let [low, high] = [0, this.timers.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isLater(this.timers[middle], timer)) low = middle + 1;
      else high = middle;
    }
    this.timers.splice(low, 0, timer);
    return timer;
  }
}

const isLater = (one: Pending, other: Pending): boolean =>
  one.at > other.at || (one.at === other.at && one.order > other.order);

/** All promises that can go on without time passing have gone on. */
const settled = (): Promise<void> => new Promise((resolve) => machineImmediate(resolve));
