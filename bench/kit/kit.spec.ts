import { numberOf } from './bench';
import { refuseUnlessKept } from './durable';
import { Progress } from './progress';
import { tableOf } from './table';

describe('a table', () => {
  it('lines words up at their start and figures at their end', () => {
    const rows = [
      ['mode', 'sold', 'conflicts'],
      ['shared', '100', '7'],
      ['escrow', '9', '0'],
    ];
    expect(tableOf(rows).split('\n')).toEqual([
      'mode    sold  conflicts',
      'shared   100          7',
      'escrow     9          0',
    ]);
  });
});

describe('progress', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('is shown every few seconds until the work is done, or has failed', async () => {
    const shown: string[] = [];
    const progress = new Progress(
      (line) => shown.push(line),
      () => Date.now(),
    );
    let fail: (error: Error) => void = () => {};
    const work = progress.during(() => new Promise((_, reject) => (fail = reject)));
    jest.advanceTimersByTime(2_900);
    expect(shown).toEqual([]);
    progress.say('seed 3 of 9');
    jest.advanceTimersByTime(3_200);
    expect(shown).toEqual(['  seed 3 of 9, 3 s\n', '  seed 3 of 9, 6 s\n']);
    fail(new Error('enough'));
    await expect(work).rejects.toThrow('enough');
    jest.advanceTimersByTime(60_000);
    expect(shown).toHaveLength(2);
  });
});

describe('a server that may lose what it has committed', () => {
  it.each(['fsync', 'synchronous_commit', 'full_page_writes'])('is refused for %s = off', (name) => {
    expect(() => refuseUnlessKept(name, 'off')).toThrow(`${name} = off`);
  });

  it('is not one that waits for more than its own disk', () => {
    for (const value of ['on', 'local', 'remote_apply']) refuseUnlessKept('synchronous_commit', value);
  });
});

it('a bench that asks for a number it has not declared is told so', () => {
  expect(() => numberOf({ options: { quick: true } }, 'seeds')).toThrow('declares no number called "seeds"');
  expect(numberOf({ options: { seeds: 3 } }, 'seeds')).toBe(3);
});
