import { KickedLoop } from './kicked-loop';

function gate() {
  let open!: () => void;
  const promise = new Promise<void>((resolve) => (open = resolve));
  return { promise, open };
}

describe('KickedLoop', () => {
  const pollMs = 60_000;
  let errors: unknown[];
  const loopOf = (run: () => Promise<number | null>) =>
    new KickedLoop({ pollMs, onError: (error) => errors.push(error), run });

  beforeEach(() => {
    jest.useFakeTimers();
    errors = [];
  });
  afterEach(() => jest.useRealTimers());

  it('runs once more, not twice, for any number of kicks during a run', async () => {
    const first = gate();
    const run = jest.fn(async () => {
      if (run.mock.calls.length === 1) await first.promise;
      return null;
    });
    const loop = loopOf(run);
    loop.start();
    await jest.advanceTimersByTimeAsync(0);
    loop.kick();
    loop.kick();
    expect(run).toHaveBeenCalledTimes(1);
    first.open();
    await jest.advanceTimersByTimeAsync(0);
    expect(run).toHaveBeenCalledTimes(2);
    await loop.stop();
  });

  it('runs by itself after its poll interval, and sooner when there is more to do then', async () => {
    const run = jest.fn(async (): Promise<number | null> => (run.mock.calls.length === 1 ? 1_000 : null));
    const loop = loopOf(run);
    loop.start();
    await jest.advanceTimersByTimeAsync(999);
    expect(run).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(run).toHaveBeenCalledTimes(2);
    await jest.advanceTimersByTimeAsync(pollMs - 1);
    expect(run).toHaveBeenCalledTimes(2);
    await jest.advanceTimersByTimeAsync(1);
    expect(run).toHaveBeenCalledTimes(3);
    await loop.stop();
  });

  it('survives an error and runs again', async () => {
    const weather = new Error('weather');
    const run = jest.fn(async () => {
      if (run.mock.calls.length === 1) throw weather;
      return null;
    });
    const loop = loopOf(run);
    loop.start();
    await jest.advanceTimersByTimeAsync(pollMs);
    expect(run).toHaveBeenCalledTimes(2);
    expect(errors).toEqual([weather]);
    await loop.stop();
  });

  it('does nothing before start and nothing after stop', async () => {
    const run = jest.fn(async () => null);
    const loop = loopOf(run);
    loop.kick();
    await jest.advanceTimersByTimeAsync(2 * pollMs);
    expect(run).not.toHaveBeenCalled();
    loop.start();
    await jest.advanceTimersByTimeAsync(0);
    await loop.stop();
    loop.kick();
    await jest.advanceTimersByTimeAsync(2 * pollMs);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('ends only once the run under way has', async () => {
    const first = gate();
    const loop = loopOf(() => first.promise.then(() => null));
    const stopped = jest.fn();
    loop.start();
    await jest.advanceTimersByTimeAsync(0);
    const stop = loop.stop().then(stopped);
    await jest.advanceTimersByTimeAsync(0);
    expect(stopped).not.toHaveBeenCalled();
    first.open();
    await stop;
  });
});
