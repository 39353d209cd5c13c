interface Timer {
  readonly at: number;
  readonly order: number;
  readonly fire: () => void;
  cancelled: boolean;
}

const startOfDay = Date.parse('2026-11-23T10:00:00.000Z');
const machineImmediate = setImmediate;

/**
 * Stands in for the machine's clock while a world runs: whoever waits with `setTimeout` or asks `Date.now` gets virtual
 * time, so that minutes pass in milliseconds and the same seed gives the same run. Whatever waits for anything else (a
 * socket, a file, `timers/promises`) would wait outside of it: worlds are made of memory only.
 */
export class VirtualTime {
  private nowMs = startOfDay;
  private order = 0;
  /** Next one last. */
  private readonly timers: Timer[] = [];

  static async reign<T>(work: (time: VirtualTime) => Promise<T>): Promise<T> {
    const time = new VirtualTime();
    const machine = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout, now: Date.now };
    Object.assign(globalThis, {
      setTimeout: (fire: () => void, ms = 0) => time.handleOf(time.add(ms, fire)),
      clearTimeout: (handle: { timer: Timer } | null | undefined) => handle && time.cancel(handle.timer),
    });
    Date.now = () => time.nowMs;
    try {
      return await work(time);
    } finally {
      Object.assign(globalThis, { setTimeout: machine.setTimeout, clearTimeout: machine.clearTimeout });
      Date.now = machine.now;
    }
  }

  /** Milliseconds since the world began. */
  get elapsedMs(): number {
    return this.nowMs - startOfDay;
  }

  now(): Date {
    return new Date(this.nowMs);
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
    this.nowMs = Math.max(this.nowMs, startOfDay + elapsedMs);
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
    const timer = this.timers.pop() as Timer;
    if (timer.cancelled) return;
    this.nowMs = Math.max(this.nowMs, timer.at);
    timer.fire();
    await settled();
  }

  private add(ms: number, fire: () => void): Timer {
    const timer = { at: this.nowMs + Math.max(0, ms), order: this.order++, fire, cancelled: false };
    let [low, high] = [0, this.timers.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isLater(this.timers[middle], timer)) low = middle + 1;
      else high = middle;
    }
    this.timers.splice(low, 0, timer);
    return timer;
  }

  private cancel(timer: Timer): void {
    timer.cancelled = true;
  }

  private handleOf(timer: Timer) {
    const handle = { timer, ref: () => handle, unref: () => handle };
    return handle;
  }
}

const isLater = (one: Timer, other: Timer): boolean =>
  one.at > other.at || (one.at === other.at && one.order > other.order);

/** All promises that can go on without time passing have gone on. */
const settled = (): Promise<void> => new Promise((resolve) => machineImmediate(resolve));
