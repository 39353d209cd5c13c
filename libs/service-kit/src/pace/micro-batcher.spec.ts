import { PermanentError, RetryableError, Unavailable } from '@tillbridge/persistence';
import { MicroBatcher, type MicroBatcherOptions } from './micro-batcher';

/** Batches are handled only when `letGo` says so. */
function batcher(options: Partial<MicroBatcherOptions<number, string>> = {}) {
  const batches: number[][] = [];
  let gates: (() => void)[] = [];
  const made = new MicroBatcher<number, string>({
    sizeMax: 4,
    besideMin: 2,
    lingerMs: 60_000,
    waitingMax: 100,
    handle: async (requests) => {
      batches.push([...requests]);
      await new Promise<void>((resolve) => gates.push(resolve));
      return requests.map((request) => `answer ${request}`);
    },
    ...options,
  });
  const letGo = async () => {
    while (gates.length === 0) await new Promise(setImmediate);
    const [gate, ...others] = gates;
    gates = others;
    gate!();
  };
  return { made, batches, letGo };
}

describe('a micro-batcher', () => {
  it('lets nobody wait who is alone, and takes whoever came meanwhile together', async () => {
    const { made, batches, letGo } = batcher();
    const first = made.ask(1);
    await letGo();
    expect(await first).toBe('answer 1');
    const second = made.ask(2);
    while (batches.length < 2) await new Promise(setImmediate);
    const others = [3, 4, 5].map((n) => made.ask(n));
    await letGo();
    await letGo();
    expect(await Promise.all([second, ...others])).toEqual(['answer 2', 'answer 3', 'answer 4', 'answer 5']);
    expect(batches).toEqual([[1], [2], [3, 4, 5]]);
  });

  it('takes no more in one go than it may', async () => {
    const { made, batches, letGo } = batcher();
    const all = [1, 2, 3, 4, 5, 6].map((n) => made.ask(n));
    await letGo();
    // The rest is fewer than before: it lingers until as many are there again.
    all.push(made.ask(7), made.ask(8));
    await letGo();
    await Promise.all(all);
    expect(batches).toEqual([
      [1, 2, 3, 4],
      [5, 6, 7, 8],
    ]);
  });

  it('lingers for a bounded time only', async () => {
    const { made, batches, letGo } = batcher({ lingerMs: 1 });
    const pair = [1, 2].map((n) => made.ask(n));
    await letGo();
    await Promise.all(pair);
    const alone = made.ask(3);
    await letGo();
    await alone;
    expect(batches).toEqual([[1, 2], [3]]);
  });

  it('lets nobody linger once it is to be done with all of them', async () => {
    const { made, batches, letGo } = batcher();
    const pair = [1, 2].map((n) => made.ask(n));
    await letGo();
    await Promise.all(pair);
    const last = made.ask(3);
    const drained = made.drained();
    await letGo();
    await drained;
    expect(await last).toBe('answer 3');
    expect(batches).toEqual([[1, 2], [3]]);
  });

  it('is done with those who wait, whoever comes meanwhile', async () => {
    const { made, batches, letGo } = batcher();
    const first = made.ask(1);
    const drained = made.drained();
    while (batches.length < 1) await new Promise(setImmediate);
    const late = made.ask(2);
    await letGo();
    await Promise.all([first, drained]);
    await letGo();
    expect(await late).toBe('answer 2');
  });

  it('fails the one that cannot be handled, and answers its neighbours', async () => {
    const handle = async (requests: readonly number[]) => {
      if (requests.includes(3)) throw new PermanentError('3 is poison');
      return requests.map((request) => `answer ${request}`);
    };
    const { made } = batcher({ handle });
    const results = await Promise.allSettled([1, 2, 3, 4].map((n) => made.ask(n)));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(results[2]).toMatchObject({ reason: { message: '3 is poison' } });
  });

  it('does not try one by one while the database is away', async () => {
    let tries = 0;
    const handle = async (): Promise<string[]> => {
      tries += 1;
      throw new Unavailable('database: gone');
    };
    const { made } = batcher({ handle });
    const results = await Promise.allSettled([1, 2, 3, 4].map((n) => made.ask(n)));
    expect(results.every(({ status }) => status === 'rejected')).toBe(true);
    expect(tries).toBe(1);
  });

  it('turns callers away when too many wait', async () => {
    const { made, letGo } = batcher({ waitingMax: 2 });
    const pair = [1, 2].map((n) => made.ask(n));
    await expect(made.ask(3)).rejects.toThrow(RetryableError);
    await letGo();
    await Promise.all(pair);
  });

  describe('whose handler lets the next batch begin beside one', () => {
    /** Each batch may be followed from its begin, and ends when its first request is let go. */
    function followed(options: Partial<MicroBatcherOptions<number, string>> = {}) {
      const batches: number[][] = [];
      const ends = new Map<number, () => void>();
      const handle = async (requests: readonly number[], mayFollow: (may: boolean) => void) => {
        batches.push([...requests]);
        mayFollow(true);
        await new Promise<void>((resolve) => ends.set(requests[0]!, resolve));
        return requests.map((request) => `answer ${request}`);
      };
      const { made } = batcher({ handle, ...options });
      return {
        batches,
        drained: () => made.drained(),
        ask: (...requests: number[]) => Promise.all(requests.map((request) => made.ask(request))),
        /** Once it has begun. */
        letGo: async (first: number) => {
          while (!ends.has(first)) await new Promise(setImmediate);
          ends.get(first)!();
        },
        settled: async () => {
          for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
        },
      };
    }

    it('begins one of the same size beside it, and no third', async () => {
      const { ask, batches, letGo, settled } = followed();
      const first = ask(1, 2);
      await settled();
      const second = ask(3, 4);
      const third = ask(5, 6);
      await settled();
      expect(batches).toEqual([
        [1, 2],
        [3, 4, 5, 6],
      ]);
      const others = ask(7, 8, 9, 10);
      await settled();
      expect(batches).toHaveLength(2);
      await letGo(1);
      await first;
      await settled();
      expect(batches[2]).toEqual([7, 8, 9, 10]);
      for (const each of [3, 7]) await letGo(each);
      expect((await Promise.all([second, third, others])).flat()).toHaveLength(8);
    });

    it('does not begin beside it what is smaller', async () => {
      const { ask, batches, letGo, settled } = followed();
      const first = ask(1, 2, 3);
      await settled();
      const few = ask(4, 5);
      await settled();
      expect(batches).toEqual([[1, 2, 3]]);
      const enough = ask(6);
      await settled();
      expect(batches[1]).toEqual([4, 5, 6]);
      for (const each of [1, 4]) await letGo(each);
      await Promise.all([first, few, enough]);
    });

    it('halves what waits once it knows that a half can follow', async () => {
      const { ask, batches, letGo, settled } = followed({ lingerMs: 0 });
      const first = ask(1, 2, 3, 4);
      await letGo(1);
      await first;
      const again = ask(5, 6, 7, 8);
      await settled();
      expect(batches).toEqual([
        [1, 2, 3, 4],
        [5, 6],
        [7, 8],
      ]);
      for (const each of [5, 7]) await letGo(each);
      await again;
    });

    it('halves an odd number, too', async () => {
      const { ask, batches, letGo, settled } = followed({ sizeMax: 5, lingerMs: 0 });
      const first = ask(1, 2, 3, 4, 5);
      await letGo(1);
      await first;
      const again = ask(6, 7, 8, 9, 10);
      await settled();
      expect(batches.slice(1)).toEqual([
        [6, 7],
        [8, 9, 10],
      ]);
      for (const each of [6, 8]) await letGo(each);
      await again;
    });

    it('is done with the elder one only when that has ended, though others end meanwhile', async () => {
      const { ask, drained, letGo, settled } = followed();
      const first = ask(1, 2);
      await settled();
      const isDrained = drained();
      const others = ask(3, 4);
      await letGo(3);
      await others;
      let isOver = false;
      void isDrained.then(() => (isOver = true));
      await settled();
      expect(isOver).toBe(false);
      await letGo(1);
      await Promise.all([first, isDrained]);
    });

    it('begins none beside one that takes that back', async () => {
      const batches: number[][] = [];
      let letGo = (): void => undefined;
      const isLetGo = new Promise<void>((resolve) => (letGo = resolve));
      const handle = async (requests: readonly number[], mayFollow: (may: boolean) => void) => {
        batches.push([...requests]);
        mayFollow(true);
        mayFollow(false);
        await isLetGo;
        return requests.map(String);
      };
      const { made } = batcher({ handle, lingerMs: 0 });
      const all = [1, 2, 3, 4, 5, 6, 7, 8].map((request) => made.ask(request));
      for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
      expect(batches).toHaveLength(1);
      letGo();
      expect(await Promise.all(all)).toHaveLength(8);
      expect(batches).toHaveLength(2);
    });

    it('answers each as soon as its batch is handled, whichever ends first', async () => {
      const { ask, letGo, settled } = followed();
      const first = ask(1, 2);
      await settled();
      const second = ask(3, 4);
      await letGo(3);
      expect(await second).toEqual(['answer 3', 'answer 4']);
      await letGo(1);
      expect(await first).toEqual(['answer 1', 'answer 2']);
    });
  });
});
