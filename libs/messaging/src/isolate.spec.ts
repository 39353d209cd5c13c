import { PermanentError, RetryableError, Unavailable } from '@tillbridge/persistence';
import * as fc from 'fast-check';
import { handleIsolating, type Outcome, type WeatherWatch } from './isolate';

const noWeather: WeatherWatch = () => Promise.reject(new Error('no weather expected'));
const kinds = (outcomes: Map<number, Outcome>) =>
  Object.fromEntries([...outcomes].map(([item, outcome]) => [item, outcome.kind]));

/** Handles like one transaction: all of a part, or nothing when a poisonous item is in it. */
function poisonedBy(poison: ReadonlySet<number>) {
  const kept: number[] = [];
  let calls = 0;
  const handle = async (part: readonly number[]) => {
    calls += 1;
    if (part.some((item) => poison.has(item))) throw new PermanentError('poison');
    kept.push(...part);
  };
  return { handle, kept, calls: () => calls };
}

describe('handleIsolating', () => {
  it('makes one call of a batch that is fine', async () => {
    const { handle, calls, kept } = poisonedBy(new Set());
    await handleIsolating([1, 2, 3], handle, noWeather);
    expect([calls(), kept]).toEqual([1, [1, 2, 3]]);
  });

  it('handles every neighbour once and in order, and fails exactly the poisonous', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 60 }), async (flags) => {
        const items = flags.map((_, index) => index);
        const poison = new Set(items.filter((index) => flags[index]));
        const { handle, kept } = poisonedBy(poison);
        const outcomes = await handleIsolating(items, handle, noWeather);
        expect(kept).toEqual(items.filter((item) => !poison.has(item)));
        expect([...outcomes].filter(([, { kind }]) => kind === 'failed').map(([item]) => item)).toEqual([...poison]);
        expect(outcomes.size).toBe(items.length);
      }),
    );
  });

  it('finds one poisonous among 200 in few calls', async () => {
    const { handle, calls } = poisonedBy(new Set([137]));
    const items = Array.from({ length: 200 }, (_, index) => index);
    await handleIsolating(items, handle, noWeather);
    expect(calls()).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(200)) + 1);
  });

  it('splits on retryable errors too: they may be about one item', async () => {
    const outcomes = await handleIsolating(
      [1, 2],
      async (part) => {
        if (part.includes(2)) throw new RetryableError('still stale');
      },
      noWeather,
    );
    expect(kinds(outcomes)).toEqual({ 1: 'done', 2: 'failed' });
  });

  it.each([
    ['told as such', new Unavailable('database away')],
    ['let through raw', Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })],
    ['without a code', new Error('Connection terminated unexpectedly')],
  ])('tries the same part again after weather %s, without splitting it', async (_how, weather) => {
    const parts: (readonly number[])[] = [];
    const outcomes = await handleIsolating(
      [1, 2, 3],
      async (part) => {
        parts.push(part);
        if (parts.length < 3) throw weather;
      },
      async () => 'again',
    );
    expect(parts).toEqual([
      [1, 2, 3],
      [1, 2, 3],
      [1, 2, 3],
    ]);
    expect(kinds(outcomes)).toEqual({ 1: 'done', 2: 'done', 3: 'done' });
  });

  it('keeps what was handled before the weather turned, and releases or fails the rest as told', async () => {
    const stormAfter = (first: number[]) => async (part: readonly number[]) => {
      if (part.length > first.length) throw new Error('split');
      if (part.some((item) => !first.includes(item))) throw new Unavailable('database away');
    };
    for (const [weather, kind] of [
      ['release', 'released'],
      ['fail', 'failed'],
    ] as const) {
      const outcomes = await handleIsolating([1, 2, 3, 4], stormAfter([1, 2]), async () => weather);
      expect(kinds(outcomes)).toEqual({ 1: 'done', 2: 'done', 3: kind, 4: kind });
    }
  });
});
