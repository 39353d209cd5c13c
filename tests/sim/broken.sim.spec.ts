import { brokenBridges } from './life/broken';
import { playLife } from './life/play-life';

// A busy machine plays a life in seconds.
jest.setTimeout(300_000);

describe('a bridge that is broken on purpose', () => {
  it.each(Object.entries(brokenBridges))('is found out: %s', async (_name, { foundBy, ...weakness }) => {
    expect((await playLife(foundBy, weakness)).findings).not.toEqual([]);
    expect((await playLife(foundBy)).findings).toEqual([]);
  });
});

describe('a bridge that does not remember which messages it has handled', () => {
  // Nothing may hang on that memory alone: what is handled twice changes nothing more, whoever forgets that it was (I4).
  it.each([1, 2, 3, 5, 14, 58])('does everything once all the same: seed %i', async (seed) => {
    expect((await playLife(seed, { forgetsMessages: true })).findings).toEqual([]);
  });
});
