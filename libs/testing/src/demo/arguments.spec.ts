import { readArguments } from './arguments';

const read = (...words: string[]) => readArguments(words, () => 42);

describe('the arguments of the demo', () => {
  it('takes a seed, and draws one when there is none', () => {
    expect(read('--seed', '7', '--keep')).toEqual({ seed: 7, keep: true, help: false });
    expect(read()).toEqual({ seed: 42, keep: false, help: false });
    expect(read('--help').help).toBe(true);
  });

  it('names what makes no sense', () => {
    expect(() => read('--seed', 'seven')).toThrow('--seed should be a whole number of at most 9 digits, not "seven"');
    expect(() => read('--sed', '7')).toThrow(/--sed/);
  });
});
