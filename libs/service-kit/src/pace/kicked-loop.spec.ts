import { KickedLoop } from './kicked-loop';

function gate() {
  let open!: () => void;
  const promise = new Promise<void>((resolve) => (open = resolve));
  return { promise, open };
}

describe('KickedLoop', () => {
  it('runs once more, not twice, for any number of kicks during a run', async () => {
    const first = gate();
    const done = gate();
    let runs = 0;
    const loop = new KickedLoop({
      pollMs: 60_000,
      onError: () => undefined,
      run: async () => {
        runs += 1;
        if (runs === 1) await first.promise;
        else done.open();
        return null;
      },
    });
    loop.start();
    await new Promise(setImmediate);
    await new Promise((resolve) => setTimeout(resolve, 1));
    loop.kick();
    loop.kick();
    first.open();
    await done.promise;
    await loop.stop();
    expect(runs).toBe(2);
  });

  it('survives an error and runs again', async () => {
    const errors: unknown[] = [];
    const done = gate();
    let runs = 0;
    const loop = new KickedLoop({
      pollMs: 1,
      onError: (error) => errors.push(error),
      run: async () => {
        runs += 1;
        if (runs === 1) throw new Error('weather');
        done.open();
        return null;
      },
    });
    loop.start();
    await done.promise;
    await loop.stop();
    expect(errors).toHaveLength(1);
  });

  it('does nothing before start and nothing after stop', async () => {
    let runs = 0;
    const loop = new KickedLoop({ pollMs: 1, onError: () => undefined, run: async () => ((runs += 1), null) });
    loop.kick();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(runs).toBe(0);
    loop.start();
    await loop.stop();
    const before = runs;
    loop.kick();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(runs).toBe(before);
  });
});
