import { brokenBridges } from './life/broken';
import { playLife } from './life/play-life';
import type { Weakness } from './world/weakness';

// Many lives, and a busy machine plays one in seconds.
jest.setTimeout(300_000);

const seedsMax = 40;

async function firstFound(weakness: Weakness): Promise<number | null> {
  for (let seed = 1; seed <= seedsMax; seed++) if ((await playLife(seed, weakness)).findings.length > 0) return seed;
  return null;
}

describe('a bridge that is broken on purpose', () => {
  it.each(Object.entries(brokenBridges))('is found out: %s', async (_name, weakness) => {
    const seed = await firstFound(weakness);
    expect(seed).not.toBeNull();
    expect((await playLife(seed as number)).findings).toEqual([]);
  });
});
