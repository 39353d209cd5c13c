import { machine, timeOrderedId } from '@tillbridge/persistence';
import { KickedLoop } from '@tillbridge/service-kit';
import { VirtualTime } from './virtual-time';

describe('virtual time', () => {
  it('is what those have who wait and ask while it reigns, and nobody after', async () => {
    const began = performance.now();
    const seen = await VirtualTime.reign(async (time) => {
      const opened = machine.nowMs();
      const times: number[] = [];
      machine.startTimer(() => times.push(machine.nowMs() - opened), 3_600_000);
      await time.runUntil(7_200_000);
      return [...times, time.elapsedMs];
    });
    expect(seen).toEqual([3_600_000, 7_200_000]);
    expect(performance.now() - began).toBeLessThan(60_000);
    expect(Math.abs(machine.nowMs() - Date.now())).toBeLessThan(60_000);
  });

  it('ends its reign also when the work fails', async () => {
    await expect(VirtualTime.reign(() => Promise.reject(new Error('rain')))).rejects.toThrow('rain');
    expect(Math.abs(machine.nowMs() - Date.now())).toBeLessThan(60_000);
  });

  it('has the same chances and the same ids again for the same seed, and others for another', async () => {
    const drawn = (seed: number) =>
      VirtualTime.reign(async () => [machine.chance(), machine.chance(), timeOrderedId(), timeOrderedId()], seed);
    const one = await drawn(1);
    expect(await drawn(1)).toEqual(one);
    expect(new Set([...one, ...(await drawn(2))]).size).toBe(8);
  });

  it('fires by time, and in the order of asking at one time; what was taken back does not fire', async () => {
    const fired = await VirtualTime.reign(async (time) => {
      const names: string[] = [];
      for (const [name, ms] of [
        ['late', 9],
        ['first', 5],
        ['second', 5],
      ] as const)
        time.after(ms, () => names.push(name));
      machine.startTimer(() => names.push('never'), 7).stop();
      await time.runUntil(10);
      return names;
    });
    expect(fired).toEqual(['first', 'second', 'late']);
  });

  it('lets all that follows from a moment follow before the next', async () => {
    const seen = await VirtualTime.reign(async (time) => {
      const log: string[] = [];
      time.after(
        1,
        () =>
          void Promise.resolve()
            .then(() => Promise.resolve())
            .then(() => log.push('follows')),
      );
      time.after(2, () => log.push('next'));
      await time.runUntil(2);
      return log;
    });
    expect(seen).toEqual(['follows', 'next']);
  });

  it('is slept through in one step, and what was due meanwhile happens late, in its order', async () => {
    const seen = await VirtualTime.reign(async (time) => {
      const log: string[] = [];
      for (const name of ['first', 'second', 'third'])
        time.after(1_000 * (log.length + 1), () => log.push(`${name} at ${time.elapsedMs}`));
      time.sleepUntil(86_400_000);
      await time.runUntil(86_400_000);
      return log;
    });
    expect(seen).toEqual(['first at 86400000', 'second at 86400000', 'third at 86400000']);
  });

  it('drives the loops of production', async () => {
    const runs = await VirtualTime.reign(async (time) => {
      const at: number[] = [];
      const run = async () => {
        at.push(time.elapsedMs);
        return null;
      };
      const loop = new KickedLoop({ run, pollMs: 2_000, onError: () => undefined });
      loop.start();
      time.after(500, () => loop.kick());
      await time.runUntil(3_000);
      await loop.stop();
      return at;
    });
    expect(runs).toEqual([0, 500, 2_500]);
  });

  it('says so when something waits for what is outside of it', async () => {
    const stuck = VirtualTime.reign((time) => time.until(new Promise(() => undefined)));
    await expect(stuck).rejects.toThrow('outside of virtual time');
  });
});
