import { WatchingStores } from './watching-stores';

describe('watching stores', () => {
  let elapsed = 0;
  let heard = 0;
  let failing = false;
  let looks: number[] = [];
  let watching: WatchingStores;
  const listenAt = async (seconds: number, heardSeconds: number) => {
    elapsed = seconds * 1_000;
    heard = heardSeconds * 1_000;
    await watching.listen();
  };

  beforeEach(() => {
    failing = false;
    looks = [];
    watching = new WatchingStores({
      look: async () => {
        looks.push(elapsed / 1_000);
        if (failing) throw new Error('the database is away');
      },
      heardMs: async () => heard,
      heardMsMin: 600_000,
      now: () => new Date(elapsed),
      elapsedMs: () => elapsed,
    });
  });

  it('waits until a store that would have answered would have been heard', async () => {
    for (const seconds of [0, 5, 300]) await listenAt(seconds, seconds);
    expect([looks, watching.lastLook()]).toEqual([[], null]);
    await listenAt(600, 600);
    expect([looks, watching.lastLook()]).toEqual([[600], new Date(600_000)]);
    await listenAt(700, 0);
    expect(looks).toEqual([600]);
  });

  it('looks once a minute', async () => {
    for (let seconds = 600; seconds <= 720; seconds += 5) await listenAt(seconds, seconds);
    expect(looks).toEqual([600, 660, 720]);
  });

  it('does not count as a look what failed', async () => {
    await listenAt(600, 600);
    failing = true;
    await expect(listenAt(660, 660)).rejects.toThrow('the database is away');
    expect(watching.lastLook()).toEqual(new Date(600_000));
  });
});
