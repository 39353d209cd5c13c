import { AnswerFaults } from './faults';
import { Latency } from './latency';
import { createLog } from './log';
import { readTwinOptions } from './options';
import { Rng } from './rng';

describe('seeded randomness', () => {
  it('plays the same again from the same seed, and differently from another', () => {
    const draw = (seed: number) => {
      const rng = new Rng(seed);
      return [rng.int(1, 1000), rng.uuid(), rng.shuffle([1, 2, 3, 4, 5]).join()];
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  it('stays within its bounds', () => {
    const rng = new Rng(1);
    const drawn = Array.from({ length: 500 }, () => rng.int(3, 5));
    expect(new Set(drawn)).toEqual(new Set([3, 4, 5]));
  });
});

describe('latency', () => {
  it('commits the effect inside the answer time, neither at its start nor at its end', () => {
    const latency = new Latency(new Rng(1), { min: 80, max: 250 });
    for (let n = 0; n < 200; n++) {
      const { requestMs, responseMs } = latency.split();
      expect(requestMs + responseMs).toBeGreaterThanOrEqual(80);
      expect(requestMs + responseMs).toBeLessThanOrEqual(250);
      expect(Math.min(requestMs, responseMs)).toBeGreaterThan(0);
    }
  });
});

describe('answer faults', () => {
  it('strike as often as told, and only what they match', () => {
    const faults = new AnswerFaults(new Rng(1));
    faults.add({ kind: 'status', status: 503, count: 2, match: 'Set' });
    expect(faults.take('orders')).toBeUndefined();
    expect(faults.take('inventorySetQuantities')?.status).toBe(503);
    expect(faults.take('inventorySetQuantities')?.status).toBe(503);
    expect(faults.take('inventorySetQuantities')).toBeUndefined();
  });

  it('with a rate, strike until cleared', () => {
    const faults = new AnswerFaults(new Rng(1));
    faults.add({ kind: 'timeout', rate: 1 });
    expect([faults.take('a'), faults.take('b')].map((one) => one?.kind)).toEqual(['timeout', 'timeout']);
    faults.clear();
    expect(faults.take('c')).toBeUndefined();
  });
});

describe('the log', () => {
  it('numbers entries from one and gives what follows a number', () => {
    const log = createLog();
    log.append('a', {});
    log.append('b', { sku: 'X' });
    expect(log.after(1)).toEqual([{ seq: 2, at: expect.any(Number), kind: 'b', sku: 'X' }]);
    expect(log.after(2)).toEqual([]);
  });
});

describe('options', () => {
  it('come from flags, then the environment, then the published behaviour', () => {
    const options = readTwinOptions(['--seed', '9', '--answer-ms=0'], { PORT: '4000', TWIN_LIMITS: 'off' });
    expect(options).toMatchObject({
      seed: 9,
      port: 4000,
      limits: false,
      answerMs: { min: 0, max: 0 },
      webhookMs: { min: 200, max: 1000 },
    });
  });

  it.each([
    ['--seed', 'x'],
    ['--answer-ms', 'fast'],
    ['--limits', 'maybe'],
  ])('refuse %s %s by name', (name, value) => {
    expect(() => readTwinOptions([name, value], {})).toThrow(name);
  });
});
