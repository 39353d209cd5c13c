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
